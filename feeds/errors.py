"""What can be wrong with the data of a feed."""

from collections.abc import Mapping

Fact = str | int | float

#: code -> (Vietnamese, English). One sentence or two: what is wrong, what to do. `{name}` is filled from the facts.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "missing-text": (
        "Trường “{field}” đang trống. Hãy điền rồi tạo lại nguồn tin.",
        "The field “{field}” is empty. Fill it in and build the feed again.",
    ),
    "bad-id": (
        "Mã “{id}” không dùng được. Mã chỉ gồm chữ cái không dấu, chữ số và dấu câu, không có khoảng trắng.",
        "The id “{id}” cannot be used. An id holds ASCII letters, digits and punctuation, and no white space.",
    ),
    "bad-url": (
        "“{url}” ở trường “{field}” không phải địa chỉ đầy đủ. Hãy nhập địa chỉ bắt đầu bằng https:// hoặc http://.",
        "“{url}” in the field “{field}” is not a full address. Give one that starts with https:// or http://.",
    ),
    "naive-date": (
        "Thời điểm ở trường “{field}” không có múi giờ. Hãy ghi rõ múi giờ.",
        "The time in the field “{field}” has no time zone. Give it one.",
    ),
    "bad-date": (
        "Năm {year} ở trường “{field}” nằm ngoài khoảng từ {first} đến {last}. Hãy sửa lại ngày.",
        "The year {year} in the field “{field}” is not between {first} and {last}. Correct the date.",
    ),
    "bad-language": (
        "“{language}” không phải mã ngôn ngữ BCP 47. Hãy dùng mã như vi, hmn, twh, blt, ium hoặc hni.",
        "“{language}” is no BCP 47 language tag. Use a tag such as vi, hmn, twh, blt, ium or hni.",
    ),
    "bad-media-type": (
        "“{media_type}” không phải kiểu nội dung. Hãy dùng kiểu như audio/mpeg hoặc video/mp4.",
        "“{media_type}” is no media type. Use one such as audio/mpeg or video/mp4.",
    ),
    "bad-number": (
        "Giá trị {value} ở trường “{field}” không hợp lệ. Hãy đo lại tệp.",
        "The value {value} in the field “{field}” cannot be right. Measure the file again.",
    ),
    "bad-checksum": (
        "“{sha256}” không phải mã SHA-256. Hãy tính lại: 64 chữ số thập lục phân.",
        "“{sha256}” is no SHA-256. Compute it again: 64 hexadecimal digits.",
    ),
    "bad-codecs": (
        "“{codecs}” không phải tên bộ mã hóa. Hãy dùng tên như opus, mp4a.40.2 hoặc avc1.64001f.",
        "“{codecs}” names no codec. Use names such as opus, mp4a.40.2 or avc1.64001f.",
    ),
    "unknown-expression": (
        "“{expression}” không phải mức độ trọn vẹn của tệp. Hãy chọn một trong: {known}.",
        "“{expression}” does not say how whole a file is. Choose one of: {known}.",
    ),
    "bad-email": (
        "“{email}” không phải địa chỉ thư điện tử. Hãy nhập địa chỉ như toasoan@example.vn.",
        "“{email}” is no e-mail address. Give one such as newsroom@example.vn.",
    ),
    "unknown-transcript": (
        "Không nhận ra loại lời thoại của {url}. Hãy dùng tệp .vtt, .srt, .json, .html hoặc .txt.",
        "The kind of the transcript {url} is not known. Use a .vtt, .srt, .json, .html or .txt file.",
    ),
    "unknown-role": (
        "“{role}” (nhóm {group}) không có trong danh mục vai trò podcast. Hãy dùng vai trò như host, reporter hoặc narrator.",
        "“{role}” (group {group}) is no role of the podcast taxonomy. Use one such as host, reporter or narrator.",
    ),
    "bad-place": (
        "Địa điểm “{name}” có tọa độ, mã OpenStreetMap, mã quốc gia hoặc quan hệ không hợp lệ. Hãy ghi như 22.39, 103.47, R1903059, VN, subject.",
        "The place “{name}” has coordinates, an OpenStreetMap object, a country or a relation that cannot be. Write them as 22.39, 103.47, R1903059, VN, subject.",
    ),
    "missing-license-address": (
        "Giấy phép “{name}” không có trong danh sách quen thuộc. Hãy thêm địa chỉ trang ghi toàn văn giấy phép.",
        "The license “{name}” is not generally known. Add the address of its whole text.",
    ),
    "bad-recurrence": (
        "“{rule}” không phải quy tắc lặp lại. Hãy ghi như FREQ=WEEKLY;BYDAY=MO,TH; quy tắc có COUNT phải kèm ngày bắt đầu.",
        "“{rule}” is no rule of recurrence. Write it as FREQ=WEEKLY;BYDAY=MO,TH; one with COUNT needs the day it starts.",
    ),
    "too-long": (
        "Trường “{field}” dài {count} ký tự, nhiều hơn mức {limit}. Hãy rút ngắn lại.",
        "The field “{field}” has {count} characters, more than {limit}. Make it shorter.",
    ),
    "unknown-episode-kind": (
        "“{kind}” không phải loại tập. Hãy chọn một trong: {known}.",
        "“{kind}” is no kind of episode. Choose one of: {known}.",
    ),
    "chapters-out-of-order": (
        "Chương “{title}” bắt đầu ở giây {start_s}, sớm hơn chương đứng trước. Hãy xếp các chương theo thời gian.",
        "The chapter “{title}” begins at second {start_s}, before the one that stands ahead of it. Put the chapters in order of time.",
    ),
    "too-many-entries": (
        "Nguồn tin có {count} mục, nhiều hơn mức {limit}. Hãy chia thành nhiều trang.",
        "The feed has {count} entries, more than {limit}. Split it into pages.",
    ),
    "duplicate-id": (
        "Mã “{id}” xuất hiện hai lần trong một nguồn tin. Mỗi mục chỉ được có mặt một lần.",
        "The id “{id}” is in the feed twice. Each entry may be in it once.",
    ),
    "deleted-stands": (
        "Mục “{id}” vừa nằm trong nguồn tin vừa bị ghi là đã gỡ. Hãy bỏ một trong hai.",
        "The entry “{id}” is in the feed and told as taken back. Leave one of them out.",
    ),
    "bad-media-status": (
        "“{value}” không nói được tệp có được dùng hay không. Hãy chọn một trong: {known}.",
        "“{value}” does not say whether media may be used. Choose one of: {known}.",
    ),
    "archive-circle": (
        "Trang lưu trữ {url} dẫn lại chính nó. Hãy ghi địa chỉ của nguồn tin hiện hành và của trang lưu trữ trước, sau.",
        "The archive document {url} leads back to itself. Give the addresses of the current document and of its neighbours.",
    ),
    "bad-cover": (
        "Ảnh bìa {url} không phải JPEG hoặc PNG. Hãy dùng tệp .jpg hoặc .png hình vuông, cạnh từ 1400 đến 3000 điểm ảnh.",
        "The cover {url} is neither JPEG nor PNG. Use a square .jpg or .png file of 1400 to 3000 pixels a side.",
    ),
    "missing-category": (
        "Podcast chưa có chuyên mục. Hãy chọn ít nhất một chuyên mục của Apple Podcasts, ví dụ News.",
        "The podcast has no category. Choose at least one of Apple Podcasts, for example News.",
    ),
    "unknown-category": (
        "“{category}” không phải chuyên mục của Apple Podcasts. Hãy chọn chuyên mục như News, nếu cần thì kèm mục con như Daily News.",
        "“{category}” is no category of Apple Podcasts. Choose one such as News, if wanted with a subcategory such as Daily News.",
    ),
    "unknown-medium": (
        "“{medium}” không phải loại podcast. Hãy chọn một trong: {known}.",
        "“{medium}” is no podcast medium. Choose one of: {known}.",
    ),
    "unknown-show-kind": (
        "“{kind}” không phải kiểu chương trình. Hãy chọn episodic (độc lập) hoặc serial (nhiều kỳ).",
        "“{kind}” is no kind of show. Choose episodic or serial.",
    ),
    "missing-owner-email": (
        "Chủ sở hữu podcast chưa có thư điện tử. Hãy nhập địa chỉ mà Apple và Spotify có thể gửi mã xác nhận.",
        "The owner of the podcast has no e-mail address. Give the one that Apple and Spotify can send a code to.",
    ),
    "bad-podcast-guid": (
        "“{guid}” không phải mã podcast. Hãy để trống để mã được tính từ địa chỉ nguồn tin.",
        "“{guid}” is no podcast GUID. Leave it empty to have it computed from the address of the feed.",
    ),
    "no-playable-enclosure": (
        "Mục “{id}” không có âm thanh hay hình mà ứng dụng podcast phát được. Hãy tạo bản MP3 rồi đưa mục vào podcast.",
        "The entry “{id}” has nothing that podcast applications can play. Make an MP3 of it, then put it into the podcast.",
    ),
    "too-many-addresses": (
        "Sơ đồ trang có {count} địa chỉ, nhiều hơn mức {limit}. Hãy chia thành nhiều tệp.",
        "The sitemap has {count} addresses, more than {limit}. Split it into files.",
    ),
    "unknown-feed-kind": (
        "“{kind}” không phải loại nguồn tin. Hãy chọn rss, atom, json hoặc podcast.",
        "“{kind}” is no kind of feed. Choose rss, atom, json or podcast.",
    ),
    "websub-missing": (
        "Yêu cầu đăng ký thiếu “{field}”. Hãy gửi đủ hub.mode, hub.topic và hub.callback.",
        "The request lacks “{field}”. Send hub.mode, hub.topic and hub.callback.",
    ),
    "websub-unknown-mode": (
        "hub.mode “{mode}” không dùng được. Hãy dùng subscribe hoặc unsubscribe.",
        "The hub.mode “{mode}” is not known. Use subscribe or unsubscribe.",
    ),
    "websub-bad-callback": (
        "hub.callback “{callback}” không dùng được. Hãy dùng địa chỉ đầy đủ https:// hoặc http://, không có tên đăng nhập, không có phần sau dấu #, dài nhất 1000 ký tự.",
        "The hub.callback “{callback}” cannot be used. Give a full https:// or http:// address without a user name and without a # part, of at most 1000 characters.",
    ),
    "websub-bad-lease": (
        "hub.lease_seconds “{value}” không phải số giây. Hãy dùng số nguyên, hoặc bỏ trống.",
        "The hub.lease_seconds “{value}” is no number of seconds. Use a whole number, or leave it out.",
    ),
    "websub-long-secret": (
        "hub.secret dài {size_bytes} byte, nhiều hơn mức {limit}. Hãy dùng khóa ngắn hơn.",
        "The hub.secret has {size_bytes} bytes, more than {limit}. Use a shorter one.",
    ),
}


class FeedError(ValueError):
    """Root of this package's errors: the data given cannot become a valid feed.

    The same data fail again each time, so there is nothing to retry.

    Attributes:
        code: Stable name of the fault, a key of `SENTENCES`.
        facts: What the sentence is filled with.
    """

    permanent = True

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        self.facts: Mapping[str, Fact] = facts
        super().__init__(SENTENCES[code][1].format(**facts))
