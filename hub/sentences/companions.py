"""Of files that belong to others: in folders, and beside the documents of news agencies."""

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "companion-alone": (
        "Phụ đề hoặc ảnh bìa này nằm một mình nên không được nhận. Hãy đặt tên giống tệp chính rồi nhận lại cả thư mục.",
        "These captions or this cover lie alone and are not taken in. Name them like their recording and take the folder in again.",
    ),
    "description-alone": (
        "Tệp mô tả này không có tệp chính cùng tên nên không được nhận. Hãy đặt tên giống tệp chính rồi nhận lại cả thư mục.",
        "This description has no recording or text of its name and is not taken in. Name it like its file and take the folder in again.",
    ),
    "companions-left": (
        "Bên cạnh có {count} tệp đi kèm không được nhận theo: {name}. Muốn nhận cả các tệp này thì chỉ ra thư mục thay vì tệp.",
        "{count} files beside it were not taken along: {name}. To take them too, give the folder instead of the file.",
    ),
    "link-passed-over": (
        "Đây là liên kết hoặc tệp đặc biệt nên không được nhận. Hãy chép chính tệp vào thư mục.",
        "This is a link or a special file and is not taken in. Copy the file itself into the folder.",
    ),
    "file-being-written": (
        "Tệp “{name}” đang được ghi nên chưa nhận. Hãy đợi ghi xong rồi nhận lại.",
        "“{name}” is still being written and was not taken in. Wait until it is done, then take it in again.",
    ),
    "wire-pictures-lost": (
        "{count} ảnh mà bản tin nhắc tới không có trong bài: {name}. Không thấy ảnh bên cạnh bản tin, hoặc không dùng được (lý do ở phần Nguồn). Hãy đề nghị hãng tin gửi lại.",
        "{count} pictures that the agency names are missing here: {name}. They did not lie beside its document, or cannot be used (the reason is under Sources). Ask the agency to send them again.",
    ),
    "wire-left-out": (
        "Hãng tin gửi kèm âm thanh, video mà mục báo in không phát được nên đã để lại: {name}. Hãy đưa tệp đó vào một chương trình phát thanh hoặc truyền hình.",
        "The agency sent sound or film, which an item of print cannot play, so it was left out: {name}. Take it in for a radio or TV programme.",
    ),
}
