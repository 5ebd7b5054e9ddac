"""Of signing in, the roster and courses."""

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "wrong-day": (
        "“{text}” không phải là một ngày. Hãy viết năm-tháng-ngày như 2026-12-31, hoặc ngày/tháng/năm như 31/12/2026.",
        "“{text}” is no day. Write year-month-day such as 2026-12-31, or day/month/year such as 31/12/2026.",
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
    "token-needed": (
        "Thiếu mã truy cập, hoặc mã sai, đã hết hạn hay bị thu hồi. Hãy gửi mã còn dùng được: “Authorization: Bearer …”; làm mã mới ở trang /account/tokens.",
        "The token is missing, wrong, expired or revoked. Send one that is in force: “Authorization: Bearer …”; make a new one at /account/tokens.",
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
    "bad-email": (
        "“{email}” không phải địa chỉ thư. Hãy viết dạng ten@donvi.vn, không dấu.",
        "“{email}” is no e-mail address. Write it as name@office.vn, without accents.",
    ),
    "bad-row": ("Dòng {line}: {problem}", "Line {line}: {problem}"),
}
