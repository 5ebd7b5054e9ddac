"""Of what comes in."""

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "upload-ended": (
        "Lượt gửi này đã bị bỏ hoặc đã quá hạn. Hãy gửi lại tệp từ đầu.",
        "This upload was given up or has expired. Send the file again from the beginning.",
    ),
    "upload-busy": (
        "Một kết nối khác đang gửi chính tệp này. Hãy đợi nửa phút rồi gửi tiếp.",
        "Another connection is sending this very file. Wait half a minute and continue.",
    ),
    "upload-wrong-offset": (
        "Phần này không nối tiếp phần đã nhận: hub đã có {offset} byte. Hãy hỏi lại vị trí rồi gửi tiếp từ đó.",
        "This piece does not begin where the last one ended: the hub has {offset} bytes. Ask for the offset and continue there.",
    ),
    "upload-checksum": (
        "Phần vừa gửi bị hỏng trên đường truyền nên không được giữ. Hãy gửi lại phần đó.",
        "The piece was damaged on its way and was not kept. Send it again.",
    ),
    "upload-bad-checksum": (
        "Không đọc được mã kiểm tra của tệp. Được dùng: {allowed}.",
        "The checksum cannot be read. Allowed: {allowed}.",
    ),
    "upload-beyond": (
        "Phần này dài hơn tệp đã khai báo ({size} byte). Hãy gửi lại tệp từ đầu.",
        "The piece goes beyond the size that was told ({size} bytes). Send the file again from the beginning.",
    ),
    "upload-other-hash": (
        "Tệp “{name}” nhận được không giống tệp gốc ở máy gửi (mã SHA-256 khác nhau). Hãy gửi lại.",
        "The file “{name}” is not what its sender has (its SHA-256 differs). Send it again.",
    ),
    "tus-version": (
        "Máy gửi phải dùng giao thức tus {version} (tiêu đề Tus-Resumable).",
        "The client must speak tus {version} (header Tus-Resumable).",
    ),
    "tus-no-piece": (
        "Mỗi phần của tệp phải được gửi với kiểu nội dung {media_type}.",
        "A piece of a file must be sent with the content type {media_type}.",
    ),
    "tus-override": (
        "Ở địa chỉ này, POST cần tiêu đề X-HTTP-Method-Override là một trong: {allowed}.",
        "POST to this address needs X-HTTP-Method-Override with one of: {allowed}.",
    ),
    "tus-bad-metadata": (
        "Không đọc được giá trị “{key}” trong Upload-Metadata: phải là Base64 của văn bản UTF-8.",
        "The value “{key}” of Upload-Metadata cannot be read: it must be Base64 of text in UTF-8.",
    ),
    "tus-bad-header": (
        "Tiêu đề {name} thiếu hoặc không phải số nguyên không âm.",
        "The header {name} is missing or no whole number.",
    ),
    "token-no-title": (
        "Hãy đặt tên cho mã truy cập để sau này biết chương trình nào dùng nó.",
        "Give the token a name, to know later which program uses it.",
    ),
    "token-no-scope": (
        "Hãy chọn ít nhất một quyền cho mã truy cập: {allowed}.",
        "Choose at least one scope for the token: {allowed}.",
    ),
    "scope-missing": (
        "Mã truy cập này không có quyền “{scope}”. Hãy tạo mã khác có quyền đó.",
        "This token lacks the scope “{scope}”. Make one that has it.",
    ),
    "language-unknown": (
        "Hub chưa biết ngôn ngữ “{tag}”. Hãy dùng mã BCP-47 có trong danh sách, ví dụ vi, hmn, twh.",
        "The hub does not know the language “{tag}”. Use a BCP-47 tag of its list, such as vi, hmn, twh.",
    ),
    "queue-full": (
        "Hub đang có {waiting} việc chờ nên tạm thời chưa nhận thêm. Hãy thử lại sau vài phút.",
        "{waiting} works wait already, so nothing more is taken in for now. Try again in some minutes.",
    ),
    "address-too-long": (
        "Địa chỉ này dài quá {most} ký tự. Hãy dùng địa chỉ ngắn hơn của cùng trang đó.",
        "This address is longer than {most} characters. Use a shorter one of the same page.",
    ),
    "form-unknown": (
        "Không có dạng “{form}”. Hãy chọn một trong: {allowed}.",
        "There is no form “{form}”. Choose one of: {allowed}.",
    ),
    "values-wrong": (
        "Yêu cầu có giá trị chưa đúng. Hãy sửa rồi gửi lại: {values}.",
        "The request has values that are wrong. Mend them and send it again: {values}.",
    ),
    "cannot-merge": (
        "Không gộp được: hai mục phải khác nhau, cùng loại hình và chưa gộp vào mục nào.",
        "These cannot be merged: they must be two items of one kind, neither merged before.",
    ),
    "merge-published": (
        "Mục này đã công khai nên không gộp được. Hãy gỡ mục này trước, hoặc gộp mục kia vào mục này.",
        "This item is public and cannot be merged away. Withdraw it first, or merge the other one into it.",
    ),
    "cannot-split": (
        "Đây là nguồn duy nhất của mục này nên không tách ra được.",
        "This is the only source of its item, so there is nothing to split.",
    ),
    "passed-over": (
        "Đã bỏ qua theo yêu cầu của {by}.",
        "Passed over as {by} wished.",
    ),
}
