"""Of the system below the hub: what kernel, network and engines report, as words for the middle of a sentence."""

import errno
from collections.abc import Mapping, Sequence

#: key -> (Vietnamese, English).
WORDS: Mapping[str, tuple[str, str]] = {
    "disk-full": ("ổ đĩa đã đầy", "the disk is full"),
    "quota-used-up": ("đã hết hạn mức ổ đĩa", "the disk quota is used up"),
    "no-permission": ("không có quyền", "permission is denied"),
    "disk-read-only": ("ổ đĩa hoặc tệp chỉ cho đọc", "the disk or file is read-only"),
    "not-there": ("không có tệp hoặc thư mục này", "there is no such file or folder"),
    "no-folder": ("trên đường dẫn có một tệp ở chỗ của thư mục", "a file stands where a folder should be"),
    "is-a-folder": ("đây là thư mục, không phải tệp", "it is a folder and no file"),
    "there-already": ("đã có tệp hoặc thư mục cùng tên", "something of that name is there already"),
    "name-too-long": ("tên dài quá", "the name is too long"),
    "too-many-open": ("đang mở quá nhiều tệp", "too many files are open"),
    "disk-broken": ("ổ đĩa báo lỗi đọc, ghi", "the disk reports an error"),
    "share-lost": ("mất kết nối với ổ mạng", "the network share is gone"),
    "address-in-use": ("chương trình khác đang dùng địa chỉ này", "another program uses this address"),
    "address-elsewhere": ("máy này không có địa chỉ đó", "this machine has no such address"),
    "connection-refused": ("máy bên kia từ chối kết nối", "the connection is refused"),
    "connection-cut": ("kết nối bị ngắt giữa chừng", "the connection was cut"),
    "no-answer": ("hết thời gian chờ mà không có trả lời", "no answer came in time"),
    "network-unreachable": ("không có đường mạng tới đó", "the network cannot be reached"),
    "name-unknown": ("không tìm thấy tên máy này", "no machine of that name is found"),
    "no-secure-connection": ("không lập được kết nối bảo mật (TLS)", "no secure connection (TLS) can be made"),
    "sign-in-refused": ("sai tên đăng nhập hoặc mật khẩu", "user name or password is refused"),
    "no-such-database": ("không có cơ sở dữ liệu tên đó", "there is no database of that name"),
    "not-text": ("tệp không phải văn bản UTF-8", "the file is no text in UTF-8"),
    "no-database": ("tệp này không phải cơ sở dữ liệu hoặc đã hỏng", "the file is no database, or is broken"),
    "database-unopened": ("không mở được tệp cơ sở dữ liệu", "the database file cannot be opened"),
    "no-bucket": ("không có kho tên đó", "there is no bucket of that name"),
}

#: Before the system's own words, where they are none of these.
OWN_WORDS = "system: "
OWN_WORDS_SAID = ("hệ thống báo ({words})", "the system says ({words})")

#: Number of the system -> key.
BY_NUMBER: Mapping[int, str] = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "quota-used-up",
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.EROFS: "disk-read-only",
    errno.ENOENT: "not-there",
    errno.ENOTDIR: "no-folder",
    errno.EISDIR: "is-a-folder",
    errno.EEXIST: "there-already",
    errno.ENAMETOOLONG: "name-too-long",
    errno.EMFILE: "too-many-open",
    errno.ENFILE: "too-many-open",
    errno.EIO: "disk-broken",
    errno.ESTALE: "share-lost",
    errno.EHOSTDOWN: "share-lost",
    errno.EADDRINUSE: "address-in-use",
    errno.EADDRNOTAVAIL: "address-elsewhere",
    errno.ECONNREFUSED: "connection-refused",
    errno.ECONNRESET: "connection-cut",
    errno.EPIPE: "connection-cut",
    errno.ETIMEDOUT: "no-answer",
    errno.ENETUNREACH: "network-unreachable",
    errno.EHOSTUNREACH: "network-unreachable",
}

#: Words of engines and libraries that hand no number on, in small letters -> key; the first that is found counts.
BY_WORDS: Sequence[tuple[str, str]] = (
    ("no space left on device", "disk-full"),
    ("database or disk is full", "disk-full"),
    ("readonly database", "disk-read-only"),
    ("read-only file system", "disk-read-only"),
    ("unable to open database file", "database-unopened"),
    ("file is not a database", "no-database"),
    ("disk image is malformed", "no-database"),
    ("name or service not known", "name-unknown"),
    ("nodename nor servname", "name-unknown"),
    ("name resolution", "name-unknown"),
    ("could not translate host name", "name-unknown"),
    ("failed to resolve host", "name-unknown"),
    ("failed to lookup address", "name-unknown"),
    ("dns error", "name-unknown"),
    ("password authentication failed", "sign-in-refused"),
    ("authentication required", "sign-in-refused"),
    ("invalid username-password pair", "sign-in-refused"),
    ("invalidaccesskeyid", "sign-in-refused"),
    ("signaturedoesnotmatch", "sign-in-refused"),
    ("nosuchbucket", "no-bucket"),
    ("connection refused", "connection-refused"),
    ("connection reset", "connection-cut"),
    ("closed the connection", "connection-cut"),
    ("network is unreachable", "network-unreachable"),
    ("no route to host", "network-unreachable"),
    ("timed out", "no-answer"),
    ("timeout expired", "no-answer"),
    ("timeout connecting", "no-answer"),
    ("timeout reading", "no-answer"),
    ("permission denied", "no-permission"),
    ("no such file or directory", "not-there"),
    ('fatal:  database "', "no-such-database"),
    ('fatal:  role "', "sign-in-refused"),
    # Short words that host names may hold: only where nothing else was said.
    ("certificate", "no-secure-connection"),
    ("ssl", "no-secure-connection"),
    ("tls", "no-secure-connection"),
)
