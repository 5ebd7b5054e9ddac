"""Of items, work and deliveries."""

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "not-found": ("Không tìm thấy {what} “{name}”.", "There is no {what} “{name}”."),
    "already-there": ("Đã có {what} “{name}”.", "There already is a {what} “{name}”."),
    "not-readable": (
        "Không đọc được {path}: {problem}.",
        "{path} cannot be read: {problem}.",
    ),
    "no-worker": (
        "Đã nhận nội dung nhưng hiện không có tiến trình nào xử lý. Hãy chạy `hub up` với cùng thư mục dữ liệu.",
        "The content was taken in, but no worker is running. Run `hub up` with the same data folder.",
    ),
    "urls-come-later": (
        "Bản này chưa nhận địa chỉ mạng ({url}). Hãy tải tệp về rồi gửi tệp.",
        "This version does not take in addresses yet ({url}). Download the file and send the file.",
    ),
    "note-too-long": (
        "Lời cho bạn đọc dài quá {most} ký tự. Hãy viết gọn lại.",
        "What is said to readers is longer than {most} characters. Make it shorter.",
    ),
    "corrected-by-source": (
        "Nơi cung cấp tin đã sửa bài này; trang được cập nhật theo.",
        "Whoever supplied this story has changed it; the page follows.",
    ),
    "corrected-encoding": (
        "Những chữ hiện sai do bảng mã của tệp gốc đã được đọc lại.",
        "Letters that came out wrong because of the encoding of the original were read anew.",
    ),
    "wrong-kind": (
        "Chương trình “{programme}” là loại {programme_kind}, nhưng tệp này là {kind}. Hãy chọn chương trình khác.",
        "The programme “{programme}” is of kind {programme_kind}, but this file is {kind}. Choose another programme.",
    ),
    "wrong-state": (
        "Không thể {verb} khi nội dung đang ở trạng thái “{state}”.",
        "Cannot {verb} while the item is “{state}”.",
    ),
    "no-issue": (
        "Mục này không phải là một số báo, tạp chí đã đọc được từng trang nên không cắt bài từ đó được.",
        "This item is no issue of a newspaper or magazine whose pages were read, so no articles can be cut from it.",
    ),
    "cut-already": (
        "Những đoạn này đã cắt thành “{title}”.",
        "These blocks have been cut out already as “{title}”.",
    ),
    "not-ready": (
        "Nội dung chưa có dạng nào sẵn sàng để xuất bản. Hãy đợi xử lý xong hoặc xem lý do lỗi.",
        "No form of this item is ready to be published yet. Wait for the work to end, or see why it failed.",
    ),
    "item-rejected": (
        "Tệp gốc của mục này bị từ chối nên chưa có gì để duyệt hay đăng. Hãy xem lý do ở trang của mục, rồi làm lại hoặc gửi tệp khác.",
        "The original of this item was rejected, so there is nothing to review or publish. See the reason on the item's page, then make it again or send another file.",
    ),
    "not-a-slug": (
        "Mã ngắn “{slug}” không dùng được: chỉ gồm chữ thường không dấu, số và gạch nối. Hãy viết lại, ví dụ bao-doi-tac.",
        "The short name “{slug}” cannot be used: only small letters without accents, digits and hyphens may stand in it. Write it anew, for instance partner-paper.",
    ),
    "slug-reserved": (
        "Mã ngắn “{slug}” trùng với tên mà trang và luồng tin của hub đã dùng. Hãy chọn mã khác, ví dụ thoi-su-sang.",
        "The short name “{slug}” is one that the hub's own pages and feeds bear. Choose another, for instance morning-news.",
    ),
    "package-without-title": (
        "Gói nội dung chưa có tên. Hãy đặt tên mà bạn đọc hiểu ngay, ví dụ Tin cho bà con vùng thấp.",
        "The package has no title. Give it one that readers understand at once, for instance News for lowland farmers.",
    ),
    "package-without-lists": (
        "Gói nội dung chưa gồm gì. Hãy chọn ít nhất một loại, ngôn ngữ, xã, chủ đề, chương trình hoặc cơ quan.",
        "Nothing is in the package yet. Choose at least one kind, language, commune, topic, programme or organisation.",
    ),
    "package-unknown-list": (
        "Không có mục “{name}” để đưa vào gói. Hãy chọn trong danh sách, hoặc xem tên mục bằng lệnh hub list feeds.",
        "There is no list “{name}” to put into a package. Choose one from the page, or see their names by hub list feeds.",
    ),
    "package-language": (
        "Hub không biết ngôn ngữ “{tag}”. Hãy chọn một ngôn ngữ trong danh sách, ví dụ vi hoặc hmn.",
        "The hub does not know the language “{tag}”. Choose one from the list, for instance vi or hmn.",
    ),
    "airtime-line": (
        "Dòng “{line}” chưa phải là một giờ phát. Hãy viết ngày, giờ, số phút, ví dụ: T2-T6 05:30 30 phút.",
        "The line “{line}” is no time of a programme. Write days, time and minutes, for instance: T2-T6 05:30 30 phút (T2 is Monday, CN Sunday).",
    ),
    "airtime-wrong": (
        "Giờ phát {what} không thể có: một lần phát dài từ 1 phút đến 24 giờ. Hãy sửa số phút.",
        "The time {what} cannot be: a broadcast lasts from 1 minute to 24 hours. Mend its minutes.",
    ),
    "airtime-note-long": (
        "Ghi chú của giờ phát dài {chars} chữ; nhiều nhất là {most}. Hãy viết ngắn lại.",
        "The note of a time is {chars} characters long; {most} are the most. Write it shorter.",
    ),
    "airtimes-overlap": (
        "Hai giờ phát chồng lên nhau: {first} và {second}. Hãy sửa giờ bắt đầu hoặc số phút.",
        "Two times overlap: {first} and {second}. Mend the beginning or the minutes of one.",
    ),
    "text-too-long": (
        "Văn bản dài {chars} chữ; nhiều nhất là {most}. Hãy viết ngắn lại.",
        "The text is {chars} characters long; {most} are the most. Write it shorter.",
    ),
    "invalid-value": ("{field}: {problem}", "{field}: {problem}"),
    "lease-lost": (
        "Tiến trình khác đã nhận việc này.",
        "Another process has taken over this work.",
    ),
    "worker-gone": (
        "Tiến trình xử lý dừng đột ngột; việc được làm lại.",
        "The worker stopped suddenly; the work is taken up again.",
    ),
    "too-many-tries": (
        "Đã thử {attempts} lần không được. Lần cuối: {last}",
        "Tried {attempts} times in vain. Last: {last}",
    ),
    "outcome-unknown": (
        "Không rõ nền tảng đã nhận hay chưa và không hỏi lại được. Hãy mở nền tảng kiểm tra rồi bấm “Đã đăng” hoặc “Gửi lại”.",
        "It is not known whether the platform took it, and it cannot be asked. Look there, then press “It is there” or “Send again”.",
    ),
    "unexpected": (
        "Lỗi ngoài dự kiến ({type}). Chi tiết có trong nhật ký; hệ thống sẽ thử lại.",
        "Unexpected error ({type}). The log has the details; it will be tried again.",
    ),
    "feed-kept-back": (
        "Luồng tin chưa hợp lệ nên giữ bản tốt gần nhất. {faults}",
        "The feed has faults, so the last good one stays. {faults}",
    ),
    "directory-contact-email": (
        "Apple và Spotify gửi mã xác nhận đến {email}, nơi không ai đọc thư. Hãy đặt HUB_CONTACT_EMAIL rồi khởi động lại.",
        "Apple and Spotify send a code to {email}, where nobody reads mail. Set HUB_CONTACT_EMAIL and start again.",
    ),
    "podcast-moves-to-itself": (
        "{url} là chính địa chỉ của podcast này. Hãy nhập địa chỉ ở nơi mới.",
        "{url} is where this podcast stands already. Give the address at its new place.",
    ),
    "podcast-not-moved": (
        "Podcast “{slug}” chưa chuyển đi đâu.",
        "The podcast “{slug}” has not been moved.",
    ),
    "document-too-large": (
        "Tài liệu cần quá nhiều bộ nhớ để đọc. Hãy chia nhỏ rồi gửi lại.",
        "Reading the document takes too much memory. Split it and send it again.",
    ),
    "cannot-withdraw": (
        "Nền tảng này không cho gỡ tự động. Hãy vào nền tảng gỡ bài bằng tay.",
        "This platform cannot be asked to take it back. Remove it there by hand.",
    ),
    "upload-too-large": (
        "Tệp lớn hơn giới hạn {limit_mb} MB. Hãy cắt nhỏ hoặc nén tệp, hay dùng `hub ingest` trên máy chủ.",
        "The file is larger than the limit of {limit_mb} MB. Cut or compress it, or use `hub ingest` on the server.",
    ),
    "not-signed": (
        "Chữ ký không đúng hoặc đã quá hạn. Hãy kiểm tra khóa bí mật và đồng hồ của hai máy.",
        "The signature is wrong or too old. Check the secret and the clocks of both machines.",
    ),
    "not-an-event": (
        "Nội dung gửi tới không phải một sự kiện JSON hợp lệ. Hãy xem lại định dạng.",
        "The body is no valid JSON event. Check its format.",
    ),
    "nothing-sent": (
        "Chưa chọn tệp nào. Hãy chọn ít nhất một tệp.",
        "No file was chosen. Choose at least one.",
    ),
    "nothing-being-made": (
        "Không có bản nào của mục này đang được làm.",
        "No form of this item is being made.",
    ),
    "encoding-unknown": (
        "Không đọc được bảng mã “{encoding}”. Hãy chọn một bảng mã trong danh sách.",
        "The encoding “{encoding}” cannot be read. Choose one from the list.",
    ),
    "encoding-not-guessed": (
        "Bảng mã của tệp này không phải đoán, hoặc đã có người xác nhận.",
        "The encoding of this file was not guessed, or somebody has confirmed it.",
    ),
    "text-was-edited": (
        "Bài đã được sửa tay; đọc lại tệp gốc sẽ làm mất phần đã sửa. Hãy gửi tệp thành mục mới.",
        "The text was edited by hand; reading the original again would lose that. Send the file as a new item.",
    ),
    "nothing-paused": (
        "Không có việc nào của mục này đang tạm dừng.",
        "Nothing of this item is paused.",
    ),
    "nothing-to-renew": (
        "Không có việc nào bị lỗi để làm lại.",
        "Nothing has failed that could be made again.",
    ),
}
