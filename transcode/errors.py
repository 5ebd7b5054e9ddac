"""What can go wrong with a received original or with the machine that works on it."""

from collections.abc import Mapping

Fact = str | int | float

#: code -> (Vietnamese, English). One sentence: what is wrong, what to do. `{name}` is filled from the error's facts.
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
    "ffmpeg-missing": (
        "Máy này không có ffmpeg và ffprobe dùng được ({detail}). Người vận hành hãy cài ffmpeg và ffprobe từ bản 5 trở lên rồi chạy lại.",
        "There is no usable ffmpeg and ffprobe on this machine ({detail}). The operator should install ffmpeg and ffprobe 5 or later and run it again.",
    ),
    "tool-failed": (
        "Công cụ {program} dừng với mã {return_code}: {detail}. Hãy thử lại; nếu vẫn lỗi, hãy báo người vận hành.",
        "{program} stopped with code {return_code}: {detail}. Try again; if it fails again, tell the operator.",
    ),
    "stalled": (
        "Xử lý đứng yên {stall_s} giây nên đã dừng. Hãy thử lại; nếu vẫn đứng, hãy xuất lại tệp rồi gửi lại.",
        "Nothing moved for {stall_s} seconds, so the work was stopped. Try again; if it stalls again, export the file again and send it.",
    ),
    "time-limit": (
        "Xử lý quá {limit_s} giây nên đã dừng. Hãy thử lại lúc máy rảnh hoặc chia tệp thành nhiều phần.",
        "The work took more than {limit_s} seconds and was stopped. Try again when the machine is free, or split the file into parts.",
    ),
    "output-limit": (
        "Nội dung tạo ra lớn hơn {limit_mib} MiB nên đã dừng. Hãy chia tệp thành nhiều phần rồi gửi lại.",
        "What is made of this file is larger than {limit_mib} MiB, so the work was stopped. Split the file into parts and send them again.",
    ),
    "out-of-memory": (
        "Không đủ bộ nhớ để xử lý tệp này. Hãy thử lại lúc máy rảnh hoặc gửi tệp có độ phân giải thấp hơn.",
        "There is not enough memory for this file. Try again when the machine is free, or send the file in a lower resolution.",
    ),
    "disk-full": (
        "Ổ đĩa đã đầy. Người vận hành hãy giải phóng chỗ rồi thử lại.",
        "The disk is full. The operator should free some space, then try again.",
    ),
    "source-unreachable": (
        "Không đọc được tệp gốc trên ổ đĩa. Người vận hành hãy kiểm tra ổ đĩa và quyền đọc rồi thử lại.",
        "The original cannot be read from the disk. The operator should check the disk and its permissions, then try again.",
    ),
    "no-video-index": (
        "Tệp MP4/MOV bị cắt cụt: thiếu phần mục lục (moov) ở cuối. Hãy chép hoặc xuất lại trọn tệp rồi gửi lại.",
        "The MP4/MOV file is cut off: its index (moov) at the end is missing. Copy or export the whole file again and send it again.",
    ),
    "not-media": (
        "Không đọc được âm thanh, hình ảnh trong tệp này: tệp hỏng hoặc không đúng loại. Hãy xuất lại thành MP3 hoặc MP4 rồi gửi lại.",
        "No sound or picture can be read from this file: it is broken or of another kind. Export it again as MP3 or MP4 and send it again.",
    ),
    "no-streams": (
        "Tệp không có âm thanh hay hình ảnh nào. Hãy kiểm tra lúc xuất tệp rồi gửi lại.",
        "The file holds neither sound nor picture. Check how it was exported and send it again.",
    ),
    "nothing-decoded": (
        "Không giải mã được đoạn nào của tệp: dữ liệu bên trong bị hỏng. Hãy xuất lại tệp rồi gửi lại.",
        "Not one moment of the file could be decoded: its data are damaged. Export it again and send it again.",
    ),
    "codec-not-allowed": (
        "Tệp dùng kiểu mã hóa {codec} không được nhận. Hãy xuất lại bằng H.264 và AAC (MP4) hoặc MP3 rồi gửi lại.",
        "The file is coded as {codec}, which is not taken. Export it as H.264 with AAC (MP4) or as MP3 and send it again.",
    ),
    "codec-not-readable": (
        "ffmpeg của máy này không đọc được kiểu mã hóa {codec}. Hãy xuất lại bằng H.264 (MP4), hoặc nhờ người vận hành cài ffmpeg đầy đủ.",
        "The ffmpeg of this machine cannot read {codec}. Export the file as H.264 (MP4), or ask the operator to install a full ffmpeg.",
    ),
    "media-locked": (
        "Tệp bị khóa bản quyền (DRM) nên không mở được. Hãy gửi bản không khóa.",
        "The file is locked by copy protection (DRM) and cannot be opened. Send a copy without it.",
    ),
    "frame-too-large": (
        "Khung hình {width} × {height} quá lớn. Hãy xuất lại ở 3840 × 2160 hoặc nhỏ hơn rồi gửi lại.",
        "The frame of {width} × {height} is too large. Export it at 3840 × 2160 or smaller and send it again.",
    ),
    "over-budget": (
        "Dạng “{form}” nặng {size_bytes} byte, vượt mức {budget_bytes} byte cho phép. Hãy báo người vận hành.",
        "The form “{form}” has {size_bytes} bytes, more than its budget of {budget_bytes} bytes. Tell the operator.",
    ),
    "forms-failed": (
        "Chưa tạo được các dạng: {forms}. {reason}",
        "These forms could not be made: {forms}. {reason}",
    ),
    "scan-without-words": (
        "Bản quét: tài liệu không có chữ đọc được, {pages} trang chỉ là ảnh; người khiếm thị và tìm kiếm sẽ không đọc được. Hãy gửi bản Word, hoặc gõ nội dung vào ô “Nội dung”.",
        "A scan: the document has no readable words, its {pages} pages are only pictures; blind people and search cannot read them. Send the Word file, or type the text into the field “Text”.",
    ),
    "encoding-guessed": (
        "Hãy kiểm tra dấu: tệp có vẻ dùng bảng mã {encoding}. Nếu chữ hiện sai, hãy lưu tệp gốc bằng UTF-8 rồi gửi lại.",
        "Check the marks on the letters: the file seems to be in {encoding}. If letters are wrong, save the original as UTF-8 and send it again.",
    ),
    "letters-lost": (
        "{letters} chữ trong tệp gốc đã mất (hiện thành “�”) vì tệp từng được lưu sai bảng mã. Hãy đọc lại và điền các chữ đó trước khi xuất bản.",
        "{letters} letters in the original are lost (shown as “�”) because it was once saved in a wrong encoding. Read it and fill them in before it is published.",
    ),
    "cancelled": ("Đã dừng theo yêu cầu.", "Stopped on request."),
}


class TranscodeError(Exception):
    """Root of this package's errors.

    Attributes:
        code: Stable name of the fault, a key of `SENTENCES`.
        facts: What the sentence is filled with.
        permanent: True when the same original on a healthy machine would fail again (bad media, not a bad machine).
    """

    permanent = True

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        self.facts: Mapping[str, Fact] = facts
        super().__init__(SENTENCES[code][1].format(**facts))


class RejectedError(TranscodeError):
    """The original is at fault: empty, broken, locked, hostile or of no known type."""


class MachineError(TranscodeError):
    """The machine is at fault: a tool is missing, the disk is full, a process stalled. May be tried again."""

    permanent = False


class CancelledError(TranscodeError):
    """Somebody asked to stop, or the lease was lost."""

    permanent = False


class FormsError(TranscodeError):
    """Some forms of one original failed; those that did not were handed over before.

    Attributes:
        failures: Form -> what was wrong with it. Never empty.
        permanent: True only when trying again can help none of them.
    """

    def __init__(self, failures: Mapping[str, TranscodeError]) -> None:
        reasons = dict.fromkeys(str(failure) for failure in failures.values())
        super().__init__("forms-failed", forms=", ".join(failures), reason=" ".join(reasons))
        self.failures = failures
        self.permanent = all(failure.permanent for failure in failures.values())
