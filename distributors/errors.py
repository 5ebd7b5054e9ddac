"""What can go wrong between a post and a platform, and what a person can do about it."""

from collections.abc import Mapping

Fact = str | int | float

#: code -> (Vietnamese, English). One sentence or two: what is wrong, what to do. `{name}` is filled from the facts.
SENTENCES: Mapping[str, tuple[str, str]] = {
    # The post itself.
    "wrong-post": (
        "Bài gửi đi có trường {field} không hợp lệ: {value}. Hãy sửa tin, bài rồi duyệt lại.",
        "The post has an invalid {field}: {value}. Mend the item and approve it again.",
    ),
    "title-too-long": (
        "Tiêu đề dài {chars} ký tự, nền tảng chỉ nhận {limit}. Hãy rút gọn tiêu đề cho nơi nhận này.",
        "The title has {chars} characters, the platform takes {limit}. Shorten it for this destination.",
    ),
    "text-too-long": (
        "Nội dung dài {chars} ký tự, nền tảng chỉ nhận {limit}. Hãy rút gọn nội dung cho nơi nhận này.",
        "The text has {chars} characters, the platform takes {limit}. Shorten it for this destination.",
    ),
    "too-many-media": (
        "Bài có {count} tệp, nền tảng chỉ nhận {limit}. Hãy bỏ bớt tệp cho nơi nhận này.",
        "The post has {count} files, the platform takes {limit}. Choose fewer for this destination.",
    ),
    "media-too-large": (
        "Tệp {name} nặng {size_bytes} byte, nền tảng chỉ nhận {limit_bytes} byte. Hãy chọn bản nhẹ hơn.",
        "The file {name} has {size_bytes} bytes, the platform takes {limit_bytes}. Choose a lighter form.",
    ),
    "media-too-long": (
        "Tệp {name} dài {duration_s} giây, nền tảng chỉ nhận {limit_s} giây. Hãy chọn bản ngắn hơn.",
        "The file {name} lasts {duration_s} s, the platform takes {limit_s} s. Choose a shorter form.",
    ),
    "media-type-refused": (
        "Nền tảng không nhận tệp {name} loại {media_type}. Hãy chọn một loại trong: {accepted}.",
        "The platform does not take {name} of type {media_type}. Choose one of: {accepted}.",
    ),
    "media-not-public": (
        "Tệp {name} chưa có địa chỉ công khai mà nơi nhận phải tự tải tệp. Hãy xuất bản tin, bài trước rồi mới gửi.",
        "The file {name} has no public address, and the receiver fetches files itself. Publish the item before sending it.",
    ),
    "media-missing": (
        "Không đọc được tệp {name} trên máy chủ. Hãy kiểm tra ổ lưu trữ; hệ thống sẽ tự thử lại.",
        "The file {name} cannot be read on the server. Check the storage; it will be tried again.",
    ),
    "media-changed": (
        "Tệp {name} không còn đúng như lúc được duyệt nên chưa gửi. Hãy tạo lần gửi mới từ bản hiện tại.",
        "The file {name} is no longer what was approved, so it was not sent. Make a new delivery from the present form.",
    ),
    # The account's values.
    "unknown-platform": (
        "Không có nền tảng tên {name}. Hãy chọn một trong: {known}.",
        "There is no platform named {name}. Choose one of: {known}.",
    ),
    "wrong-account": (
        "Thông tin nơi nhận chưa đúng ở: {names}. Hãy sửa các ô này rồi lưu lại.",
        "The destination's values are wrong in: {names}. Mend these fields and save again.",
    ),
    "field-missing": ("Ô này bắt buộc. Hãy điền vào.", "This field is required. Fill it in."),
    "field-unknown": (
        "Nền tảng này không có ô như vậy. Hãy bỏ ô này đi.",
        "This platform has no such field. Leave it out.",
    ),
    "not-a-number": (
        "Ô này phải là số nguyên không âm. Hãy sửa lại, ví dụ 22.",
        "This field must be a whole number, zero or more. Write, for example, 22.",
    ),
    "not-a-port": (
        "Cổng phải từ 1 đến 65535. Hãy hỏi lại bên nhận.",
        "A port is between 1 and 65535. Ask the receiver for it.",
    ),
    "not-an-address": (
        "Địa chỉ phải bắt đầu bằng https:// hoặc http:// và không chứa mật khẩu. Hãy sửa lại.",
        "The address must begin with https:// or http:// and hold no password. Mend it.",
    ),
    "not-an-email": (
        "Địa chỉ thư không hợp lệ. Hãy viết dạng ten@donvi.vn, không dấu.",
        "This is no e-mail address. Write it as name@office.vn, without accents.",
    ),
    "not-a-choice": (
        "Giá trị không có trong danh sách. Hãy chọn một mục trong danh sách.",
        "The value is not in the list. Choose one of the list.",
    ),
    "control-character": (
        "Ô này có ký tự ẩn hoặc xuống dòng. Hãy xóa đi và gõ lại.",
        "This field holds hidden characters or line breaks. Clear it and type it again.",
    ),
    "secret-too-short": (
        "Khóa bí mật phải dài ít nhất 16 ký tự. Hãy tạo khóa dài hơn và báo cho bên nhận.",
        "The secret must have at least 16 characters. Make a longer one and tell the receiver.",
    ),
    "wrong-host-key": (
        "Khóa máy chủ phải ở dạng SHA256:… hoặc dòng khóa công khai ssh-ed25519 AAAA…. Hãy xin bên nhận.",
        "The host key must read SHA256:… or be a public key line such as ssh-ed25519 AAAA…. Ask the receiver for it.",
    ),
    "wrong-private-key": (
        "Không đọc được khóa riêng. Hãy dán trọn tệp khóa, không đặt mật khẩu trên khóa.",
        "The private key cannot be read. Paste the whole key file, without a passphrase.",
    ),
    "no-sign-in": (
        "Cần mật khẩu hoặc khóa riêng để đăng nhập. Hãy điền một trong hai.",
        "A password or a private key is needed to sign in. Fill in one of them.",
    ),
    "open-password": (
        "Không gửi mật khẩu qua kết nối không mã hóa. Hãy chọn STARTTLS hoặc TLS.",
        "A password is not sent over a connection without encryption. Choose STARTTLS or TLS.",
    ),
    # The way to the platform.
    "no-connection": (
        "Không kết nối được tới {host}. Hãy kiểm tra mạng và địa chỉ; hệ thống sẽ tự thử lại.",
        "No connection to {host}. Check the network and the address; it will be tried again.",
    ),
    "untrusted-certificate": (
        "Chứng thư bảo mật của {host} không được tin cậy hoặc đã hết hạn. Hãy báo bên nhận; hệ thống sẽ tự thử lại.",
        "The certificate of {host} is not trusted or has expired. Tell the receiver; it will be tried again.",
    ),
    "no-starttls": (
        "Máy chủ thư {host} không hỗ trợ STARTTLS nên chưa gửi. Hãy chọn kiểu bảo mật khác.",
        "The mail server {host} offers no STARTTLS, so nothing was sent. Choose another kind of security.",
    ),
    "host-key-changed": (
        "Máy chủ {host} đưa khóa {offered}, không phải {pinned} đã ghim, nên chưa gửi gì. Hãy gọi điện hỏi bên nhận trước khi đổi khóa.",
        "The server {host} shows the key {offered}, not the pinned {pinned}, so nothing was sent. Telephone the receiver before changing the key.",
    ),
    "nothing-in-common": (
        "Máy chủ {host} không có loại khóa đã ghim hoặc không có cách mã hóa chung. Hãy hỏi bên nhận về khóa máy chủ mới.",
        "The server {host} has no key of the pinned kind, or no cipher in common. Ask the receiver for its present host key.",
    ),
    "sign-in-refused": (
        "{host} từ chối đăng nhập. Hãy kiểm tra tên đăng nhập, mật khẩu hoặc khóa của nơi nhận.",
        "{host} refused the sign-in. Check the user name, password or key of the destination.",
    ),
    "answer-lost": (
        "Đã gửi tới {host} nhưng không nhận được trả lời, nên chưa biết đã đăng hay chưa. Hãy xem bên nhận trước khi gửi lại.",
        "It was sent to {host} but no answer came, so nobody knows whether it arrived. Look at the receiver's side before sending again.",
    ),
    "connection-lost": (
        "Mất kết nối tới {host} khi đang gửi, chưa có gì được đăng. Hệ thống sẽ tự thử lại.",
        "The connection to {host} broke while sending; nothing was published. It will be tried again.",
    ),
    # What the platform answered.
    "busy": (
        "{host} đang bận hoặc lỗi tạm thời (mã {status}). Hệ thống sẽ tự thử lại.",
        "{host} is busy or has a passing fault (code {status}). It will be tried again.",
    ),
    "refused": (
        "{host} từ chối bài này (mã {status}): {answer}. Hãy sửa theo lý do đó rồi gửi lại.",
        "{host} refused the post (code {status}): {answer}. Mend what it names and send again.",
    ),
    "redirected": (
        "{host} chuyển hướng sang địa chỉ khác (mã {status}). Hãy hỏi bên nhận địa chỉ mới và sửa nơi nhận.",
        "{host} points to another address (code {status}). Ask the receiver for the new one and change the destination.",
    ),
    "address-gone": (
        "{host} báo không có địa chỉ nhận này (mã {status}). Hãy kiểm tra lại địa chỉ của nơi nhận.",
        "{host} knows no such address (code {status}). Check the address of the destination.",
    ),
    "web-page-answered": (
        "{host} trả lời bằng một trang web chứ không phải biên nhận, nên chưa biết đã đăng hay chưa. Hãy kiểm tra địa chỉ nơi nhận.",
        "{host} answered with a web page and not a receipt, so nobody knows whether it arrived. Check the destination's address.",
    ),
    "lookup-failed": (
        "Không hỏi được {host} xem bài đã tới chưa (mã {status}). Hệ thống sẽ hỏi lại.",
        "{host} could not be asked whether the post is there (code {status}). It will be asked again.",
    ),
    "folder-refused": (
        "{host} không cho ghi vào thư mục {folder}. Hãy nhờ bên nhận cấp quyền ghi.",
        "{host} does not allow writing to the folder {folder}. Ask the receiver for permission to write.",
    ),
    "folder-missing": (
        "{host} không có thư mục {folder}. Hãy nhờ bên nhận tạo thư mục hoặc sửa nơi nhận.",
        "{host} has no folder {folder}. Ask the receiver to make it, or change the destination.",
    ),
    "folder-fault": (
        "{host} không ghi được tệp {name}: {answer}. Có thể đĩa đầy; hãy báo bên nhận, hệ thống sẽ tự thử lại.",
        "{host} could not write the file {name}: {answer}. Its disk may be full; tell the receiver, it will be tried again.",
    ),
    "wrong-size": (
        "Tệp {name} tới {host} chỉ có {size_bytes} trên {expected_bytes} byte nên chưa đăng. Hệ thống sẽ tự thử lại.",
        "The file {name} reached {host} with {size_bytes} of {expected_bytes} bytes, so it was not published. It will be tried again.",
    ),
    "recipients-refused": (
        "{host} từ chối mọi người nhận thư: {answer}. Hãy kiểm tra danh sách người nhận.",
        "{host} refused every recipient: {answer}. Check the list of recipients.",
    ),
}


class DistributorError(Exception):
    """Root of this package's errors.

    Attributes:
        code: Stable name of the fault, a key of `SENTENCES`.
        facts: What the sentence is filled with; never a secret.
    """

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        self.facts: Mapping[str, Fact] = facts
        super().__init__(SENTENCES[code][1].format(**facts))


class PostError(DistributorError, ValueError):
    """A post or one of its media cannot be what it says, whichever platform it goes to."""


class ConfigurationError(DistributorError, ValueError):
    """The values of an account cannot work.

    Attributes:
        fields: Name of each bad field -> code of its sentence; every bad field is named at once.
    """

    def __init__(self, code: str, *, fields: Mapping[str, str] | None = None, **facts: Fact) -> None:
        self.fields: Mapping[str, str] = dict(fields or {})
        super().__init__(code, **facts)


class PublishError(DistributorError):
    """The platform did not take the post, or nobody can say whether it did.

    Attributes:
        permanent: True when the same try would fail again until a person changes something.
        retry_after_s: The platform's own wish in seconds; None when it has none.
        unknown: True when it may have been taken: look before sending again.
    """

    def __init__(
        self,
        code: str,
        *,
        permanent: bool = False,
        retry_after_s: float | None = None,
        unknown: bool = False,
        **facts: Fact,
    ) -> None:
        if permanent and unknown:
            raise ValueError("a failure is either permanent or unknown")
        self.permanent = permanent
        self.retry_after_s = retry_after_s
        self.unknown = unknown
        super().__init__(code, **facts)
