"""The hub's own errors, and the one way from any code of the house to a sentence for a person."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import distributors.errors
import feeds.errors
import training.errors
import transcode.errors

Fact = str | int | float

#: code -> (Vietnamese, English).
SENTENCES: Mapping[str, tuple[str, str]] = {
    "wrong-setting": (
        "Cấu hình {name} sai: {problem}. Hãy sửa biến môi trường này rồi chạy lại.",
        "Setting {name} is wrong: {problem}. Mend this environment variable and start again.",
    ),
    "unknown-setting": (
        "Không có cấu hình nào tên {name}{hint}. Hãy sửa hoặc bỏ biến môi trường này.",
        "There is no setting {name}{hint}. Mend or remove this environment variable.",
    ),
    "data-not-writable": (
        "Không ghi được vào thư mục dữ liệu {path}: {problem}. Hãy chọn thư mục khác (--data) hoặc cấp quyền ghi.",
        "The data folder {path} cannot be written: {problem}. Choose another one (--data) or grant write permission.",
    ),
    "disk-short": (
        "Ổ đĩa của {path} chỉ còn {free_mb} MB, cần ít nhất {needed_mb} MB. Hãy dọn bớt hoặc chọn thư mục khác (--data).",
        "Only {free_mb} MB are free on the disk of {path}, {needed_mb} MB are needed. Free some space or choose another folder (--data).",
    ),
    "already-running": (
        "Hub đã chạy với thư mục dữ liệu {path}. Hãy dừng tiến trình đó trước hoặc chọn thư mục khác (--data).",
        "A hub already runs on the data folder {path}. Stop it first or choose another folder (--data).",
    ),
    "port-in-use": (
        "Cổng {port} trên {host} đang được chương trình khác dùng. Hãy chọn cổng khác (--port hoặc PORT=).",
        "Port {port} on {host} is used by another program. Choose another port (--port or PORT=).",
    ),
    "address-not-usable": (
        "Không mở được địa chỉ {host}:{port}: {problem}. Hãy chọn --host và --port khác.",
        "The address {host}:{port} cannot be opened: {problem}. Choose another --host and --port.",
    ),
    "process-died": (
        "Tiến trình {name} dừng ngay khi khởi động. Xem nhật ký {log}.",
        "The process {name} ended right at its start. See the log {log}.",
    ),
    "redis-unreachable": (
        "Không kết nối được Redis tại {url}: {problem}. Hãy kiểm tra HUB_REDIS_URL.",
        "Redis at {url} cannot be reached: {problem}. Check HUB_REDIS_URL.",
    ),
    "database-unreachable": (
        "Không mở được cơ sở dữ liệu {url}: {problem}. Hãy kiểm tra HUB_DATABASE_URL.",
        "The database {url} cannot be opened: {problem}. Check HUB_DATABASE_URL.",
    ),
    "storage-unreachable": (
        "Không dùng được kho lưu trữ {url}: {problem}. Hãy kiểm tra HUB_STORAGE_URL.",
        "The storage {url} cannot be used: {problem}. Check HUB_STORAGE_URL.",
    ),
    "database-not-migrated": (
        "Cơ sở dữ liệu chưa được tạo hoặc đã cũ. Hãy chạy `hub up` một lần với thư mục dữ liệu này.",
        "The database is not there yet or is old. Run `hub up` once with this data folder.",
    ),
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
    "wrong-kind": (
        "Chương trình “{programme}” là loại {programme_kind}, nhưng tệp này là {kind}. Hãy chọn chương trình khác.",
        "The programme “{programme}” is of kind {programme_kind}, but this file is {kind}. Choose another programme.",
    ),
    "wrong-state": (
        "Không thể {verb} khi nội dung đang ở trạng thái “{state}”.",
        "Cannot {verb} while the item is “{state}”.",
    ),
    "not-ready": (
        "Nội dung chưa có dạng nào sẵn sàng để xuất bản. Hãy đợi xử lý xong hoặc xem lý do lỗi.",
        "No form of this item is ready to be published yet. Wait for the work to end, or see why it failed.",
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
    "tree-not-on-disk": (
        "Trang công khai nằm ở {url}, không ở ổ đĩa của máy này; hãy cấu hình CDN hoặc kho S3 đó.",
        "The public tree is at {url}, not on a disk of this machine; configure that bucket or its CDN instead.",
    ),
    "backup-needs-sqlite": (
        "Hub đang dùng PostgreSQL: hãy sao lưu cơ sở dữ liệu bằng pg_dump.",
        "This hub uses PostgreSQL: back its database up with pg_dump.",
    ),
    "backup-not-whole": (
        "Bản sao lưu {path} không trọn vẹn ({problem}). Hãy dùng bản khác.",
        "The backup {path} is not whole ({problem}). Use another one.",
    ),
    "folder-not-empty": (
        "Thư mục {path} đã có dữ liệu. Hãy chọn thư mục trống.",
        "The folder {path} holds something already. Choose an empty one.",
    ),
    "not-running": (
        "Hub chưa chạy với thư mục dữ liệu này. Hãy chạy `make run` hoặc `hub up`.",
        "No hub runs on this data folder. Start it with `make run` or `hub up`.",
    ),
    "feed-kept-back": (
        "Có luồng tin chưa hợp lệ nên giữ bản cũ: {faults}",
        "Feeds with faults were kept back, the last good ones stay: {faults}",
    ),
    "document-too-large": (
        "Tài liệu cần quá nhiều bộ nhớ để đọc. Hãy chia nhỏ rồi gửi lại.",
        "Reading the document takes too much memory. Split it and send it again.",
    ),
    "secrets-unreadable": (
        "Không giải mã được mật khẩu của điểm đến: khóa HUB_SECRET_KEY đã đổi. Hãy nhập lại mật khẩu.",
        "The account's secrets cannot be read: HUB_SECRET_KEY has changed. Enter the secrets again.",
    ),
    "cannot-withdraw": (
        "Nền tảng này không cho gỡ tự động. Hãy vào nền tảng gỡ bài bằng tay.",
        "This platform cannot be asked to take it back. Remove it there by hand.",
    ),
    "upload-too-large": (
        "Tệp lớn hơn giới hạn {limit_mb} MB. Hãy cắt nhỏ hoặc nén tệp, hay dùng `hub ingest` trên máy chủ.",
        "The file is larger than the limit of {limit_mb} MB. Cut or compress it, or use `hub ingest` on the server.",
    ),
    "sign-in-link-used": (
        "Liên kết đăng nhập đã được dùng hoặc đã hết hạn. Hãy xin liên kết mới.",
        "This sign-in link has been used or has expired. Ask for a new one.",
    ),
    "role-missing": (
        "Tài khoản của bạn chưa được làm việc này. Hãy nhờ người quản trị cấp quyền.",
        "Your account may not do this. Ask an administrator for the role.",
    ),
    "sign-in-needed": (
        "Cần đăng nhập trước. Hãy mở trang /sign-in.",
        "Sign in first, at /sign-in.",
    ),
    "wrong-password": (
        "Địa chỉ thư hoặc mật khẩu chưa đúng. Hãy thử lại hoặc xin liên kết đăng nhập.",
        "The address or the password is wrong. Try again, or ask for a sign-in link.",
    ),
    "password-too-short": (
        "Mật khẩu cần ít nhất {chars} ký tự. Hãy dùng một câu ngắn dễ nhớ.",
        "A password needs at least {chars} characters. Take a short sentence that you remember.",
    ),
    "passwords-differ": (
        "Hai lần nhập không giống nhau. Hãy nhập lại.",
        "The two passwords differ. Type them again.",
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
    "no-attempts-left": (
        "Bài kiểm tra này chỉ được làm {allowed} lần và đã làm đủ. Hãy liên hệ người phụ trách đào tạo.",
        "This quiz may be taken {allowed} times, and it has been. Speak to your training officer.",
    ),
    "certificate-revoked": (
        "Chứng nhận {number} đã bị thu hồi trước đó.",
        "The certificate {number} was taken back before.",
    ),
    "changed-meanwhile": (
        "Người khác vừa sửa nội dung này. Bản bạn đang sửa còn ở dưới; hãy mở lại trang, xem bản mới rồi sửa tiếp.",
        "Somebody else has just changed this item. Your text is kept below; open the page again and look first.",
    ),
    "nothing-to-renew": (
        "Không có việc nào bị lỗi để làm lại.",
        "Nothing has failed that could be made again.",
    ),
    "bad-row": ("Dòng {line}: {problem}", "Line {line}: {problem}"),
}


class HubError(Exception):
    """Root of the hub's errors: a code, the facts its sentence is filled with, and a fitting HTTP status."""

    status: HTTPStatus = HTTPStatus.BAD_REQUEST
    permanent = True

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        self.facts: Mapping[str, Fact] = facts
        super().__init__(SENTENCES[code][1].format(**facts))


class SettingError(HubError):
    """A setting is wrong: nothing may start."""


class StartError(HubError):
    """The hub cannot start on this machine as it is."""


class NotFoundError(HubError):
    status = HTTPStatus.NOT_FOUND

    def __init__(self, what: str, name: str) -> None:
        super().__init__("not-found", what=what, name=name)


class ConflictError(HubError):
    status = HTTPStatus.CONFLICT


class InvalidError(HubError):
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class LeaseLostError(HubError):
    """Another process has taken the work over: stop and write nothing more."""

    def __init__(self) -> None:
        super().__init__("lease-lost")


#: Every code of the house.
ALL_SENTENCES: Mapping[str, tuple[str, str]] = {
    **transcode.errors.SENTENCES,
    **feeds.errors.SENTENCES,
    **distributors.errors.SENTENCES,
    **training.errors.SENTENCES,
    **SENTENCES,
}


#: Vietnamese words of facts -> English.
_NOUNS: Mapping[str, str] = {
    "nội dung": "item",
    "chương trình": "programme",
    "cơ quan": "organisation",
    "điểm đến": "destination",
    "nền tảng": "platform",
    "nhân sự": "person",
    "lượt phân phối": "delivery",
    "tệp gốc": "original",
    "khóa học": "course",
    "âm thanh": "audio",
    "văn bản": "a document",
    "ảnh": "a picture",
    "phát thanh": "radio",
    "truyền hình": "television",
    "báo in": "print",
}

#: Words of states and verbs -> Vietnamese (design.md §4).
_STATES: Mapping[str, str] = {
    "draft": "bản thảo",
    "in review": "chờ duyệt",
    "approved": "đã duyệt",
    "scheduled": "hẹn giờ",
    "published": "đã xuất bản",
    "withdrawn": "đã gỡ",
    "push": "đẩy đi",
    "send again": "gửi lại",
    "confirm": "xác nhận",
    "delivered": "đã đăng",
    "queued": "chờ gửi",
    "sending": "đang gửi",
    "retrying": "chờ gửi lại",
}


def _spoken(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Facts whose words are the hub's own, in the language of the sentence."""
    words = _NOUNS if language == "en" else _STATES
    return {name: words.get(value, value) if isinstance(value, str) else value for name, value in facts.items()}


def sentence(code: str, facts: Mapping[str, Any], language: str = "vi") -> str:
    """The plain sentence for a code in `vi` or `en`; an unknown code stands for itself."""
    pair = ALL_SENTENCES.get(code)
    if pair is None:
        return code
    try:
        return pair[1 if language == "en" else 0].format(**_spoken(facts, language))
    except (KeyError, IndexError):
        return pair[1 if language == "en" else 0]


def code_and_facts(error: BaseException) -> tuple[str, dict[str, Fact]]:
    """The code and facts of any error; one that is none of ours becomes `unexpected`."""
    code = getattr(error, "code", None)
    if isinstance(code, str) and code in ALL_SENTENCES:
        return code, dict(getattr(error, "facts", {}))
    return "unexpected", {"type": type(error).__name__}


def told(error: BaseException, language: str = "vi") -> str:
    """The plain sentence of any error."""
    code, facts = code_and_facts(error)
    return sentence(code, facts, language)
