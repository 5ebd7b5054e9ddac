"""What the gate and the readers of documents say about a received file."""

from collections.abc import Mapping

#: Why a part of a document is not safe, for the middle of its sentence: (Vietnamese, English).
UNSAFE: Mapping[str, tuple[str, str]] = {
    "name": ("tên của nó dẫn ra ngoài tài liệu", "its name leads out of the document"),
    "depth": ("các lớp lồng nhau quá sâu", "it is nested without end"),
    "DTD": ("khai báo thực thể XML, có thể dùng để tấn công", "it declares XML entities, which can be used to attack"),
}

SENTENCES: Mapping[str, tuple[str, str]] = {
    "empty-file": (
        "Tệp rỗng (0 byte). Hãy xuất lại tệp rồi gửi lại.",
        "The file is empty (0 bytes). Export it again and send it again.",
    ),
    "unknown-type": (
        "Không nhận ra loại nội dung của tệp này. Hãy gửi âm thanh, hình ảnh động, ảnh, văn bản, Markdown, HTML, DOCX, ODT, EPUB hoặc PDF.",
        "The content of this file is of no known type. Send audio, video, a picture, text, Markdown, HTML, DOCX, ODT, EPUB or PDF.",
    ),
    "text-named-as-media": (
        "Tệp có đuôi “{suffix}” nhưng bên trong chỉ là chữ, không phải âm thanh, hình ảnh. Hãy chọn đúng tệp rồi gửi lại.",
        "The file is named “{suffix}” but holds only text, no sound or picture. Choose the right file and send it again.",
    ),
    "playlist": (
        "Tệp này là danh sách phát ({format}): nó chỉ trỏ tới nội dung ở nơi khác. Hãy gửi chính tệp âm thanh hoặc hình ảnh.",
        "This file is a playlist ({format}): it only points at content elsewhere. Send the audio or video file itself.",
    ),
    "archive-not-document": (
        "Đây là tệp {format}, không phải bài viết DOCX, ODT hay EPUB. Hãy giải nén hoặc lưu lại thành DOCX rồi gửi từng tệp.",
        "This is a {format} file, not an article in DOCX, ODT or EPUB. Unpack it or save it as DOCX, then send each file by itself.",
    ),
    "executable": (
        "Tệp này là chương trình ({format}) nên không được nhận. Hãy gửi nội dung báo chí.",
        "This file is a program ({format}) and is not taken. Send press content instead.",
    ),
    "svg-not-taken": (
        "Không nhận ảnh SVG vì có thể chứa mã chạy. Hãy xuất ảnh thành PNG hoặc JPEG rồi gửi lại.",
        "SVG pictures are not taken because they can carry code. Export the picture as PNG or JPEG and send it again.",
    ),
    "captions-alone": (
        "Đây là tệp phụ đề ({format}), không phải bài viết. Hãy thêm nó vào tin phát thanh, truyền hình tương ứng.",
        "This is a captions file ({format}), not an article. Add it to the radio or TV item that it belongs to.",
    ),
    "media-format-not-taken": (
        "Chưa nhận âm thanh, hình ảnh động dạng {format}. Hãy chuyển sang MP4, MP3 hoặc WAV rồi gửi lại.",
        "Audio and video of the kind {format} are not taken. Convert to MP4, MP3 or WAV and send it again.",
    ),
    "picture-format-not-taken": (
        "Chưa nhận ảnh dạng {format}. Hãy lưu ảnh thành JPEG hoặc PNG rồi gửi lại.",
        "Pictures of the kind {format} are not taken. Save the picture as JPEG or PNG and send it again.",
    ),
    "document-format-not-taken": (
        "Chưa nhận tài liệu dạng {format}. Hãy lưu thành DOCX, PDF, Markdown hoặc văn bản, không đặt mật khẩu, rồi gửi lại.",
        "Documents of the kind {format} are not taken. Save as DOCX, PDF, Markdown or plain text without a password and send it again.",
    ),
    "picture-too-large": (
        "Ảnh {width} × {height} điểm ({megapixels} megapixel) quá lớn; nhiều nhất là {most_megapixels} megapixel. Hãy thu nhỏ ảnh rồi gửi lại.",
        "The picture of {width} × {height} pixels ({megapixels} megapixels) is too large; the most is {most_megapixels} megapixels. Make it smaller and send it again.",
    ),
    "picture-broken": (
        "Ảnh bị hỏng hoặc bị cắt cụt, không mở được. Hãy xuất lại ảnh rồi gửi lại.",
        "The picture is broken or cut off and cannot be opened. Export it again and send it again.",
    ),
    "no-text": (
        "Tệp không có chữ nào. Hãy kiểm tra nội dung rồi gửi lại.",
        "There is no text in the file. Check its content and send it again.",
    ),
    "text-encoding-unknown": (
        "Không nhận ra bảng mã của tệp chữ này (không phải Unicode, TCVN3, VNI, VISCII hay windows-1258). Hãy lưu lại bằng UTF-8 rồi gửi lại.",
        "The encoding of this text is not known (neither Unicode nor TCVN3, VNI, VISCII or windows-1258). Save it as UTF-8 and send it again.",
    ),
    "text-too-long": (
        "Bài có {characters} ký tự; nhiều nhất là {most_characters}. Hãy chia thành nhiều bài rồi gửi lại.",
        "The text has {characters} characters; the most is {most_characters}. Split it into several articles and send them again.",
    ),
    "front-matter-broken": (
        "Phần khai báo đầu tệp Markdown sai cú pháp YAML ở dòng {line}. Hãy sửa dòng đó rồi gửi lại.",
        "The front matter of the Markdown file is not valid YAML at line {line}. Correct that line and send it again.",
    ),
    "zip-bomb": (
        "Tài liệu nén bung ra quá lớn (hơn {most_megabytes} MB, quá {most_ratio} lần hoặc quá {most_entries} phần). Hãy lưu lại tài liệu, bớt ảnh lớn, rồi gửi lại.",
        "The document unpacks to too much (over {most_megabytes} MB, {most_ratio} times its size or {most_entries} parts). Save it again with smaller pictures and send it again.",
    ),
    "document-hostile": (
        "Tài liệu có phần “{part}” không an toàn ({reason}) nên không được mở. Hãy lưu lại bằng chương trình soạn thảo rồi gửi lại.",
        "The document's part “{part}” is not safe ({reason}), so it is not opened. Save it again with a word processor and send it again.",
    ),
    "document-broken": (
        "Tài liệu {format} bị hỏng hoặc bị cắt cụt, không đọc được. Hãy lưu lại rồi gửi lại.",
        "The {format} document is broken or cut off and cannot be read. Save it again and send it again.",
    ),
    "document-too-slow": (
        "Đọc tài liệu quá {most_seconds} giây nên đã dừng. Hãy chia nhỏ hoặc xuất lại tài liệu rồi gửi lại.",
        "Reading the document took more than {most_seconds} seconds and was stopped. Split it or export it again and send it again.",
    ),
    "pdf-password": (
        "Tệp PDF có mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi gửi lại.",
        "The PDF has a password and cannot be read. Remove the password and send it again.",
    ),
    "book-locked": (
        "Sách điện tử EPUB này bị khóa bản quyền (DRM) nên không đọc được. Hãy gửi bản không khóa.",
        "This EPUB is locked by copy protection (DRM) and cannot be read. Send a copy without it.",
    ),
    "issue-block-unknown": (
        "Số báo không có trang {page} hoặc đoạn {block} trên trang đó. Hãy mở lại số báo rồi chọn lại.",
        "The issue has no page {page}, or no block {block} on it. Open the issue again and choose anew.",
    ),
    "too-many-pages": (
        "Tài liệu có {pages} trang; nhiều nhất là {most_pages} trang. Hãy chia thành nhiều tệp rồi gửi lại.",
        "The document has {pages} pages; the most is {most_pages}. Split it into several files and send them again.",
    ),
    "scan-without-words": (
        "Bản quét: tài liệu không có chữ đọc được, {pages} trang chỉ là ảnh; người khiếm thị và tìm kiếm sẽ không đọc được. Hãy gửi bản Word, hoặc gõ nội dung vào ô “Nội dung”.",
        "A scan: the document has no readable words, its {pages} pages are only pictures; blind people and search cannot read them. Send the Word file, or type the text into the field “Text”.",
    ),
    "encoding-guessed": (
        "Hãy kiểm tra dấu: tệp có vẻ dùng bảng mã {encoding}. Nếu chữ hiện sai, hãy chọn bảng mã khác ở trang của mục.",
        "Check the marks on the letters: the file seems to be in {encoding}. If letters are wrong, choose another encoding on the item's page.",
    ),
    "letters-lost": (
        "{letters} chữ trong tệp gốc đã mất (hiện thành “�”) vì tệp từng được lưu sai bảng mã. Hãy đọc lại và điền các chữ đó trước khi xuất bản.",
        "{letters} letters in the original are lost (shown as “�”) because it was once saved in a wrong encoding. Read it and fill them in before it is published.",
    ),
}
