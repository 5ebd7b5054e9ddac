"""What a stranger would find wrong with a finished feed, and directories with what they are offered."""

from collections.abc import Mapping
from dataclasses import dataclass

Fact = str | int | float

#: code -> (Vietnamese, English). What is wrong; `{place}` names a part of the document as its format calls it.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "feed-no-declaration": (
        "Tài liệu không bắt đầu bằng khai báo XML.",
        "The document does not start with an XML declaration.",
    ),
    "feed-not-well-formed": (
        "Tài liệu không phải XML đúng quy cách: {problem}",
        "The document is not well-formed XML: {problem}",
    ),
    "feed-document-type": (
        "Tài liệu có khai báo kiểu tài liệu (DTD).",
        "The document has a document type declaration.",
    ),
    "feed-not-utf-8": ("Tài liệu không khai báo bảng mã UTF-8.", "The document is not declared as UTF-8."),
    "feed-not-rss": ("Tài liệu không phải RSS 2.0 có kênh.", "The document is not RSS 2.0 with a channel."),
    "feed-not-atom": ("Tài liệu không phải nguồn tin Atom.", "The document is no Atom feed."),
    "feed-not-json": ("Tài liệu không phải JSON bằng UTF-8: {problem}", "The document is not JSON in UTF-8: {problem}"),
    "feed-not-json-feed": ("Tài liệu không phải JSON Feed 1.1.", "The document is no JSON Feed 1.1."),
    "feed-items-no-list": ("feed: items không phải danh sách đối tượng.", "feed: items is no list of objects."),
    "feed-value-missing": ("{place}: thiếu {name} hoặc để trống.", "{place}: {name} is missing or empty."),
    "feed-value-no-text": ("{place}: thiếu {name} hoặc không phải chữ.", "{place}: {name} is missing or no text."),
    "feed-element-missing": ("{place}: thiếu {name}.", "{place}: {name} is missing."),
    "feed-bad-address": (
        "{place}: “{url}” không phải địa chỉ http đầy đủ.",
        "{place}: “{url}” is not an absolute http address.",
    ),
    "feed-bad-length": (
        "{place}: độ dài “{length}” không phải số byte lớn hơn không.",
        "{place}: the length “{length}” is not a number of bytes above zero.",
    ),
    "feed-bad-media-type": (
        "{place}: “{media_type}” không phải kiểu nội dung.",
        "{place}: “{media_type}” is no media type.",
    ),
    "feed-relative-address": (
        "{place}: địa chỉ “{url}” trong bài không đầy đủ.",
        "{place}: the address “{url}” in the text is not absolute.",
    ),
    "feed-script": ("{place}: trong bài có mã chạy được.", "{place}: the text has a script."),
    "feed-repeated-id": ("entry {number}: mã “{id}” bị lặp.", "entry {number}: the id “{id}” is not unique."),
    "feed-not-newest-first": (
        "entry {number}: mới hơn mục đứng trước.",
        "entry {number}: it is newer than the one before it.",
    ),
    "feed-no-rfc-822-date": ("{place}: {name} không phải ngày giờ RFC 822.", "{place}: {name} is no RFC 822 date."),
    "feed-no-rfc-3339-date": ("{place}: {name} không phải ngày giờ RFC 3339.", "{place}: {name} is no RFC 3339 date."),
    "feed-link-count": (
        "{place}: có {count} liên kết rel {rel}, phải là một.",
        "{place}: there are {count} links with rel {rel}, not one.",
    ),
    "feed-link-to-itself": (
        "{place}: liên kết {rel} dẫn lại chính tài liệu này.",
        "{place}: the {rel} link leads to this document itself.",
    ),
    "feed-next-to-itself": (
        "feed: next_url dẫn lại chính tài liệu này.",
        "feed: next_url leads to this document itself.",
    ),
    "feed-archive-without-current": (
        "{place}: tài liệu lưu trữ không có liên kết rel current.",
        "{place}: an archive document has no link with rel current.",
    ),
    "feed-archive-unmarked": (
        "{place}: có liên kết tới các mục mới hơn nhưng không được đánh dấu là tài liệu lưu trữ.",
        "{place}: it links to newer entries, but is not marked as an archive document.",
    ),
    "feed-complete-with-more": (
        "{place}: được đánh dấu là đầy đủ nhưng lại có liên kết tới các mục khác.",
        "{place}: it is marked as complete, but links to more entries.",
    ),
    "feed-permalink": (
        "{place}: guid không được đánh dấu là mã chứ không phải địa chỉ.",
        "{place}: the guid is not marked as no permalink.",
    ),
    "feed-two-authors": ("{place}: có cả author lẫn dc:creator.", "{place}: it has both author and dc:creator."),
    "feed-many-enclosures": (
        "{place}: có {count} tệp kèm, ứng dụng chỉ thấy một.",
        "{place}: it has {count} enclosures, of which readers see one.",
    ),
    "feed-many-defaults": (
        "{place}: có {count} tệp được đánh dấu là mặc định, chỉ được một.",
        "{place}: {count} files are marked as the default, of which there can be one.",
    ),
    "feed-unknown-word": (
        "{place}: {name} không thể là “{value}”.",
        "{place}: {name} cannot be “{value}”.",
    ),
    "feed-no-enclosure": ("{place}: không có tệp kèm.", "{place}: it has no enclosure."),
    "feed-unplayable": (
        "{place}: ứng dụng podcast không phát được {media_type}.",
        "{place}: podcast applications do not play {media_type}.",
    ),
    "feed-explicit": (
        "{place}: itunes:explicit không phải true hay false.",
        "{place}: itunes:explicit is neither true nor false.",
    ),
    "feed-duration": (
        "{place}: itunes:duration không phải số giây.",
        "{place}: itunes:duration is no number of seconds.",
    ),
    "feed-no-author": (
        "feed: thiếu author, mà mục không có tác giả riêng thì cần.",
        "feed: author is missing, which entries without one need.",
    ),
    "feed-no-iri": ("{place}: id không phải IRI.", "{place}: the id is no IRI."),
    "feed-deleted-stands": (
        "{place}: mục “{id}” được ghi là đã gỡ nhưng vẫn nằm trong nguồn tin.",
        "{place}: the entry “{id}” is told as taken back, but stands in the feed.",
    ),
    "feed-content-not-html": (
        "{place}: nội dung không được đánh dấu là html.",
        "{place}: the content is not marked as html.",
    ),
    "feed-no-content": (
        "{place}: không có content_html lẫn content_text.",
        "{place}: it has neither content_html nor content_text.",
    ),
    "feed-attachments-no-list": ("{place}: attachments không phải danh sách.", "{place}: attachments is no list."),
    "cover-not-square": (
        "Ảnh bìa rộng {width}, cao {height} điểm ảnh, không vuông. Hãy cắt thành hình vuông.",
        "The cover is {width} pixels wide and {height} high, not square. Cut it square.",
    ),
    "cover-size": (
        "Ảnh bìa {width} × {height} điểm ảnh. Apple Podcasts và Spotify nhận cạnh từ {least} đến {most}. Hãy đổi cỡ ảnh.",
        "The cover has {width} × {height} pixels. Apple Podcasts and Spotify take {least} to {most} a side. Resize it.",
    ),
    "cover-format": (
        "Ảnh bìa là {format}. Hãy lưu thành JPEG hoặc PNG.",
        "The cover is a {format}. Save it as JPEG or PNG.",
    ),
    "cover-colours": (
        "Màu của ảnh bìa theo hệ {mode}. Hãy lưu ảnh ở hệ màu RGB, không có nền trong suốt.",
        "The colours of the cover are {mode}. Save it in RGB, without transparency.",
    ),
    "cover-heavy": (
        "Ảnh bìa nặng {size_bytes} byte, nên dưới {most_bytes} byte. Hãy nén ảnh lại.",
        "The cover has {size_bytes} bytes; it should have no more than {most_bytes}. Compress it.",
    ),
    "cover-not-seen": (
        "Không mở được ảnh bìa để xem. Hãy tải lên một ảnh vuông JPEG hoặc PNG, cạnh từ 1400 đến 3000 điểm ảnh.",
        "The cover could not be opened. Upload a square JPEG or PNG of 1400 to 3000 pixels a side.",
    ),
    "directory-no-episode": (
        "Chương trình chưa có tập nào. Hãy xuất bản ít nhất một tập rồi mới gửi đến danh bạ podcast.",
        "The show has no episode yet. Publish at least one before it is offered to directories.",
    ),
    "directory-category": (
        "“{category}” không phải chuyên mục của Apple Podcasts. Hãy chọn lại chuyên mục.",
        "“{category}” is no category of Apple Podcasts. Choose another.",
    ),
    "directory-cover-address": (
        "Địa chỉ ảnh bìa {url} không kết thúc bằng .jpg hoặc .png. Hãy đổi tên tệp.",
        "The address of the cover {url} does not end in .jpg or .png. Rename the file.",
    ),
    "directory-not-wanted": (
        "Nguồn tin có {name}, nên danh bạ sẽ không nhận. Hãy bỏ dòng này rồi gửi lại.",
        "The feed has {name}, so directories will not list it. Remove it first.",
    ),
    "directory-file-kind": (
        "{place}: phần đuôi của {url} và kiểu {media_type} không thuộc loại mà Apple Podcasts phát. Hãy dùng .mp3 với audio/mpeg hoặc .m4a với audio/x-m4a.",
        "{place}: the suffix of {url} and the type {media_type} are none that Apple Podcasts plays. Use .mp3 with audio/mpeg, or .m4a with audio/x-m4a.",
    ),
    "self-test-other-address": (
        "Nguồn tin ghi địa chỉ của mình là “{url}” nhưng được đăng tại {expected}. Hãy kiểm tra HUB_BASE_URL.",
        "The feed gives its address as “{url}”, but is published at {expected}. Check HUB_BASE_URL.",
    ),
    "self-test-unreachable": (
        "Không tải được {url} (mã trả lời {status}). Hãy kiểm tra tệp còn trong kho và máy chủ đang chạy.",
        "{url} cannot be fetched (status {status}). See whether the file is still in store and the server runs.",
    ),
    "self-test-other-type": (
        "{url} được máy chủ gửi với kiểu “{found}” nhưng nguồn tin ghi “{stated}”. Hãy sửa bảng kiểu nội dung của máy chủ.",
        "{url} is served as “{found}”, but the feed says “{stated}”. Correct the server's table of media types.",
    ),
    "self-test-no-ranges": (
        "Máy chủ không gửi từng phần của {url}, nên người nghe không tua được và tải lại từ đầu khi mất mạng. Hãy bật Range.",
        "The server gives no parts of {url}: listeners cannot seek, and start again when the line drops. Turn ranges on.",
    ),
    "self-test-other-length": (
        "{url} dài {found} byte nhưng nguồn tin ghi {stated}. Hãy dựng lại nguồn tin.",
        "{url} has {found} bytes, but the feed says {stated}. Build the feed again.",
    ),
    "feed-no-object": ("{place}: không phải đối tượng.", "{place}: it is no object."),
}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        code: Stable name, a key of `SENTENCES`.
        facts: What the sentences are filled with.
    """

    code: str
    facts: Mapping[str, Fact]

    def sentence(self, language: str) -> str:
        """Tell it in `vi` or `en`."""
        return SENTENCES[self.code][1 if language == "en" else 0].format(**self.facts)

    def __str__(self) -> str:
        return self.sentence("en")


def fault(code: str, **facts: Fact) -> Fault:
    """Name a fault by its code, a key of `SENTENCES`."""
    return Fault(code, facts)
