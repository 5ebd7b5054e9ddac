"""Of addresses that are opened on a person's or a feed's behalf."""

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "address-inside": (
        "Địa chỉ {host} nằm trong mạng nội bộ nên hub không mở. Hãy dùng địa chỉ công khai; nếu đó là máy của đối tác trong mạng, nhờ người quản trị thêm {host}:{port} vào HUB_EGRESS_ALLOW.",
        "The address {host} lies inside a private network, so the hub does not open it. Use a public one; if it is a partner's machine in your network, ask the administrator to add {host}:{port} to HUB_EGRESS_ALLOW.",
    ),
    "address-scheme": (
        "Địa chỉ phải bắt đầu bằng http:// hoặc https://. Hãy viết lại cho đủ, ví dụ https://bao.example/tin.",
        "An address has to begin with http:// or https://. Write it in full, for instance https://paper.example/news.",
    ),
    "address-with-password": (
        "Địa chỉ của {host} chứa tên đăng nhập hoặc mật khẩu nên hub không mở. Hãy bỏ phần đứng trước dấu @.",
        "The address of {host} holds a user name or password, so the hub does not open it. Remove what stands before the @.",
    ),
    "address-malformed": (
        "Địa chỉ “{address}” viết chưa đúng. Hãy chép lại nguyên vẹn từ trình duyệt.",
        "The address “{address}” is not well formed. Copy it again, whole, from the browser.",
    ),
    "fetch-no-answer": (
        "Không kết nối được tới {host} hoặc không có trả lời. Hãy kiểm tra mạng và địa chỉ rồi thử lại.",
        "{host} cannot be reached or gives no answer. Check the network and the address, then try again.",
    ),
    "fetch-untrusted": (
        "Chứng thư bảo mật của {host} không được tin cậy hoặc đã hết hạn nên hub không tải. Hãy báo bên quản lý trang đó.",
        "The certificate of {host} is not trusted or has expired, so nothing was fetched. Tell whoever runs that site.",
    ),
    "fetch-too-many-redirects": (
        "{host} chuyển hướng quá {limit} lần. Hãy dùng địa chỉ cuối cùng mà trình duyệt mở ra.",
        "{host} redirects more than {limit} times. Use the address at which the browser ends up.",
    ),
    "fetch-too-large": (
        "Nội dung ở {host} lớn hơn giới hạn {limit_bytes} byte nên hub không tải tiếp. Hãy chọn bản nhẹ hơn.",
        "What {host} sends is larger than the limit of {limit_bytes} bytes, so the hub stopped. Choose a lighter form.",
    ),
    "fetch-too-slow": (
        "{host} trả lời quá chậm, quá {limit_s} giây, nên hub dừng lại. Hãy thử lại sau.",
        "{host} is too slow: more than {limit_s} s, so the hub stopped. Try again later.",
    ),
    "fetch-broken": (
        "{host} trả lời sai quy cách hoặc bị ngắt giữa chừng. Hãy thử lại; nếu vẫn vậy, báo bên quản lý trang đó.",
        "The answer of {host} is malformed or breaks off. Try again; if it stays so, tell whoever runs that site.",
    ),
}
