"""Of settings and of the machine."""

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "setting-not-allowed": (
        "Cấu hình {name} sai: “{value}” không dùng được, chỉ được chọn một trong: {allowed}. Hãy sửa biến môi trường này rồi chạy lại.",
        "Setting {name} is wrong: “{value}” is none of these: {allowed}. Mend this environment variable and start again.",
    ),
    "setting-no-address": (
        "Cấu hình {name} sai: “{value}” phải là địa chỉ bắt đầu bằng một trong: {allowed}. Hãy sửa hoặc bỏ biến môi trường này rồi chạy lại.",
        "Setting {name} is wrong: “{value}” must be an address that begins with one of: {allowed}. Mend or remove this environment variable and start again.",
    ),
    "setting-outside": (
        "Cấu hình {name} sai: “{value}” phải là số nguyên từ {ge} đến {le}. Hãy sửa biến môi trường này rồi chạy lại.",
        "Setting {name} is wrong: “{value}” must be a whole number from {ge} to {le}. Mend this environment variable and start again.",
    ),
    "setting-no-whole-number": (
        "Cấu hình {name} sai: “{value}” phải là số nguyên từ {ge} trở lên. Hãy sửa biến môi trường này rồi chạy lại.",
        "Setting {name} is wrong: “{value}” must be a whole number, {ge} or more. Mend this environment variable and start again.",
    ),
    "setting-no-number": (
        "Cấu hình {name} sai: “{value}” phải là số từ {ge} trở lên (phần lẻ viết sau dấu chấm). Hãy sửa biến môi trường này rồi chạy lại.",
        "Setting {name} is wrong: “{value}” must be a number, {ge} or more. Mend this environment variable and start again.",
    ),
    "setting-secret-short": (
        "Cấu hình {name} sai: khóa bí mật phải dài ít nhất 16 ký tự, ví dụ lấy từ `openssl rand -base64 32`. Để trống thì hub tự tạo khóa.",
        "Setting {name} is wrong: the secret must have 16 characters or more, such as those of `openssl rand -base64 32`. Leave it empty and the hub makes one.",
    ),
    "setting-no-text": (
        "Cấu hình {name} sai: giá trị không phải là chữ viết theo mã UTF-8. Hãy nhập lại biến môi trường này rồi chạy lại.",
        "Setting {name} is wrong: its value is no text in UTF-8. Set this environment variable anew and start again.",
    ),
    "setting-no-allowance": (
        "Cấu hình {name} sai: “{value}”. Hãy liệt kê tên máy, địa chỉ hoặc dải mạng, cách nhau bằng dấu phẩy, có thể kèm :cổng, ví dụ 192.168.1.20:443, may-chu.local, [fd00::5]:22; không được mở mọi địa chỉ.",
        "Setting {name} is wrong: “{value}”. List host names, addresses or networks with commas between, each with :port or not, such as 192.168.1.20:443, server.local, [fd00::5]:22; not every address there is.",
    ),
    "setting-no-proxy": (
        "Cấu hình {name} sai. Hãy viết dạng http://máy:cổng hoặc http://tên:mật-khẩu@máy:cổng rồi chạy lại.",
        "Setting {name} is wrong. Write http://host:port or http://user:password@host:port and start again.",
    ),
    "setting-file-missing": (
        "Cấu hình {name} sai: không có tệp “{path}”. Hãy ghi đường dẫn đến tệp chứa giá trị bí mật rồi chạy lại.",
        "Setting {name} is wrong: there is no file “{path}”. Give the path of the file that holds the secret and start again.",
    ),
    "setting-file-unreadable": (
        "Cấu hình {name} sai: không đọc được tệp “{path}”. Cần một tệp văn bản UTF-8 mà người chạy hub được quyền đọc.",
        "Setting {name} is wrong: the file “{path}” cannot be read. It must be a text file in UTF-8 that the hub's user may read.",
    ),
    "program-missing": (
        "Cấu hình {name} sai: không có chương trình nào tại “{value}”. Hãy ghi đường dẫn đến ffmpeg hoặc ffprobe từ bản 5 trở lên, hoặc bỏ biến này để hub tự tìm.",
        "Setting {name} is wrong: there is no program at “{value}”. Give the path of ffmpeg or ffprobe 5 or later, or remove the variable and the hub looks for them.",
    ),
    "program-unusable": (
        "Cấu hình {name} sai: “{value}” không chạy được hoặc thiếu bộ mã hóa H.264, AAC, MP3. Hãy ghi đường dẫn đến ffmpeg và ffprobe từ bản 5 trở lên, hoặc bỏ biến này để hub tự tìm.",
        "Setting {name} is wrong: “{value}” does not run or lacks an encoder for H.264, AAC or MP3. Give the path of ffmpeg and ffprobe 5 or later, or remove the variable and the hub looks for them.",
    ),
    "programs-missing": (
        "Máy này chưa có ffmpeg và ffprobe dùng được. Hãy cài cả hai từ bản 5 trở lên, hoặc ghi đường dẫn vào HUB_FFMPEG và HUB_FFPROBE.",
        "There is no usable ffmpeg and ffprobe on this machine. Install both, 5 or later, or give their paths in HUB_FFMPEG and HUB_FFPROBE.",
    ),
    "ffmpeg-no-codec": (
        "ffmpeg này không đọc được {codec}: những bản cần đọc {codec} không làm được và mục nói rõ lý do. Cần thì cài ffmpeg của hệ điều hành (ví dụ apt install ffmpeg); hub tự dùng bản đó.",
        "This ffmpeg cannot read {codec}: forms that need it cannot be made, and the item says why. If you need it, install the system's ffmpeg (such as apt install ffmpeg); the hub takes it by itself.",
    ),
    "ffmpeg-no-hdr": (
        "ffmpeg này không chuyển được video HDR: hình sẽ nhợt. Cần thì cài ffmpeg từ bản 8, hoặc bản có bộ lọc zscale.",
        "This ffmpeg cannot map HDR video: its pictures look pale. If you need it, install ffmpeg 8 or later, or one with the filter zscale.",
    ),
    "ffmpeg-no-png": (
        "ffmpeg này không đọc, ghi được ảnh PNG. Không cần làm gì: hub xử lý ảnh và ảnh bìa bằng Pillow.",
        "This ffmpeg does not both read and write PNG. Nothing to do: the hub makes pictures and covers with Pillow.",
    ),
    "ffmpeg-no-webp": (
        "ffmpeg này không đọc, ghi được ảnh WebP. Không cần làm gì: hub xử lý ảnh và ảnh bìa bằng Pillow.",
        "This ffmpeg does not both read and write WebP. Nothing to do: the hub makes pictures and covers with Pillow.",
    ),
    "ffmpeg-no-subtitles": (
        "ffmpeg này không in được phụ đề lên hình (thiếu libass). Không cần làm gì: hub giữ phụ đề thành tệp riêng.",
        "This ffmpeg cannot draw captions into the picture (no libass). Nothing to do: the hub keeps captions as files.",
    ),
    "unknown-setting": (
        "Không có cấu hình nào tên {name}{hint}. Hãy sửa hoặc bỏ biến môi trường này.",
        "There is no setting {name}{hint}. Mend or remove this environment variable.",
    ),
    "no-data-folder": (
        "Không có thư mục dữ liệu {path}. Hãy ghi đúng thư mục vào HUB_DATA, hoặc chạy `hub up` để tạo hub mới ở đó.",
        "There is no data folder {path}. Name the right one in HUB_DATA, or run `hub up` to make a new hub there.",
    ),
    "machine-fault": (
        "Máy chủ chưa làm được: {problem}. Hãy báo người quản trị; hệ thống sẽ tự thử lại.",
        "The server could not do it: {problem}. Tell the administrator; it will be tried again.",
    ),
    "data-not-writable": (
        "Không ghi được vào thư mục dữ liệu {path}: {problem}. Hãy chọn thư mục khác (--data) hoặc cấp quyền ghi.",
        "The data folder {path} cannot be written: {problem}. Choose another one (--data) or grant write permission.",
    ),
    "disk-short": (
        "Máy chủ sắp hết chỗ: còn {free_mb} MB, cần ít nhất {needed_mb} MB. Hãy báo người quản trị dọn ổ đĩa, rồi thử lại.",
        "The server is running out of room: {free_mb} MB are free, {needed_mb} MB are needed. Ask the administrator to free some, then try again.",
    ),
    "making-waits-for-room": (
        "Các bản còn lại đang chờ chỗ trên ổ đĩa máy chủ: còn {free_mb} MB, cần ít nhất {needed_mb} MB. Hãy báo người quản trị dọn ổ đĩa; có chỗ là hub tự làm tiếp.",
        "The other forms wait for room on the server's disk: {free_mb} MB are free, {needed_mb} MB are needed. Ask the administrator to free some; the hub then goes on by itself.",
    ),
    "disk-short-here": (
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
    "secrets-unreadable": (
        "Không giải mã được mật khẩu của điểm đến: khóa HUB_SECRET_KEY đã đổi. Hãy nhập lại mật khẩu.",
        "The account's secrets cannot be read: HUB_SECRET_KEY has changed. Enter the secrets again.",
    ),
}
