"""What people call states, kinds and roles: (Vietnamese, English)."""

from collections.abc import Mapping

Pair = tuple[str, str]

STATES: Mapping[str, Mapping[str, Pair]] = {
    "item": {
        "draft": ("Bản thảo", "Draft"),
        "in review": ("Chờ duyệt", "In review"),
        "approved": ("Đã duyệt", "Approved"),
        "scheduled": ("Hẹn giờ đăng", "Scheduled"),
        "published": ("Đã xuất bản", "Published"),
        "withdrawn": ("Đã gỡ", "Withdrawn"),
    },
    "asset": {
        "received": ("Đã nhận", "Received"),
        "probed": ("Đã kiểm tra", "Checked"),
        "processing": ("Đang xử lý", "Being made"),
        "ready": ("Sẵn sàng", "Ready"),
        "rejected": ("Bị từ chối", "Rejected"),
    },
    "rendition": {
        "planned": ("Chờ làm", "Planned"),
        "running": ("Đang làm", "Being made"),
        "paused": ("Tạm dừng", "Paused"),
        "ready": ("Sẵn sàng", "Ready"),
        "failed": ("Không làm được", "Failed"),
    },
    "delivery": {
        "queued": ("Chờ gửi", "Queued"),
        "sending": ("Đang gửi", "Sending"),
        "processing": ("Nền tảng đang xử lý", "Processing there"),
        "delivered": ("Đã đăng", "Delivered"),
        "retrying": ("Sẽ thử lại", "Will retry"),
        "unknown": ("Chờ xác minh", "Awaiting verification"),
        "failed": ("Không gửi được", "Failed"),
        "withdrawing": ("Đang gỡ", "Being withdrawn"),
        "withdrawn": ("Đã gỡ", "Withdrawn"),
    },
    "arrival": {
        "waiting": ("Chờ tải về", "To be fetched"),
        "taken": ("Thành mục mới", "Became an item"),
        "joined": ("Trùng mục đã có", "Known already"),
        "update": ("Bản cập nhật", "Update"),
        "cancellation": ("Bản hủy", "Cancellation"),
        "skipped": ("Bỏ qua", "Passed over"),
        "failed": ("Không lấy được", "Not taken"),
    },
    "upload": {
        "open": ("Đang gửi", "On its way"),
        "complete": ("Đã đủ, đang nhận", "Whole, being taken in"),
        "broken": ("Hỏng", "Damaged"),
        "ended": ("Đã bỏ", "Given up"),
        "expired": ("Hết hạn", "Expired"),
    },
    "subscription": {
        "pending": ("Chờ xác nhận", "Not confirmed yet"),
        "active": ("Đang nhận", "Active"),
        "refused": ("Không được xác nhận", "Not confirmed"),
        "ended": ("Đã thôi nhận", "Ended"),
    },
    "feed": {
        "ready": ("Sẵn sàng", "Ready"),
        "held back": ("Giữ bản cũ", "Last good one stays"),
    },
    "enrolment": {
        "assigned": ("Được giao", "Assigned"),
        "started": ("Đang học", "Started"),
        "completed": ("Hoàn thành", "Completed"),
        "expired": ("Hết hạn", "Expired"),
    },
    "work": {
        "due": ("Đến lượt", "Due"),
        "leased": ("Đang làm", "Running"),
        "done": ("Xong", "Done"),
        "retry": ("Sẽ thử lại", "Will retry"),
        "failed": ("Không làm được", "Failed"),
        "unknown": ("Chờ xác minh", "Awaiting verification"),
    },
    "attempt": {
        "": ("Đang làm", "Running"),
        "ok": ("Xong", "Done"),
        "retry": ("Sẽ thử lại", "Will retry"),
        "failed": ("Không được", "Failed"),
        "unknown": ("Không rõ kết quả", "Outcome unknown"),
        "released": ("Trả lại hàng đợi", "Given back"),
        "lost": ("Tiến trình dừng đột ngột", "Worker stopped"),
    },
}

#: How a state looks beside its word: good, busy, bad, doubt, quiet.
TONES: Mapping[str, str] = {
    "published": "good",
    "ready": "good",
    "delivered": "good",
    "done": "good",
    "ok": "good",
    "completed": "good",
    "approved": "good",
    "taken": "good",
    "waiting": "busy",
    "open": "busy",
    "broken": "bad",
    "in review": "busy",
    "processing": "busy",
    "running": "busy",
    "sending": "busy",
    "leased": "busy",
    "started": "busy",
    "withdrawing": "busy",
    "retrying": "doubt",
    "retry": "doubt",
    "cancellation": "doubt",
    "lost": "doubt",
    "unknown": "doubt",
    "failed": "bad",
    "rejected": "bad",
    "held back": "bad",
    "expired": "bad",
}

#: Of sources and destinations.
SWITCHED: Mapping[str, Pair] = {"on": ("Đang bật", "On"), "off": ("Đang tắt", "Off")}

#: Of sources that do not do what they should.
TROUBLES: Mapping[str, Pair] = {
    "failed": ("Không xem được", "Failed"),
    "quiet": ("Im lặng", "Quiet"),
    "moved": ("Đã chuyển địa chỉ", "Moved"),
}

#: Monday is 0.
WEEKDAYS: Mapping[str, Pair] = {
    "0": ("Thứ hai", "Monday"),
    "1": ("Thứ ba", "Tuesday"),
    "2": ("Thứ tư", "Wednesday"),
    "3": ("Thứ năm", "Thursday"),
    "4": ("Thứ sáu", "Friday"),
    "5": ("Thứ bảy", "Saturday"),
    "6": ("Chủ nhật", "Sunday"),
}

KINDS: Mapping[str, Pair] = {
    "radio": ("Phát thanh", "Radio"),
    "tv": ("Truyền hình", "Television"),
    "print": ("Báo và tạp chí", "Print"),
}

WORK: Mapping[str, Pair] = {
    "accept": ("Kiểm tra tệp gửi lên", "Checking an upload"),
    "look": ("Xem nguồn tin", "Looking at a source"),
    "fetch": ("Tải về", "Fetching"),
    "intake": ("Nhận tệp", "Taking in"),
    "transcode": ("Làm các bản", "Making forms"),
    "chunk": ("Mã hóa một đoạn video", "Encoding a part of a video"),
    "join": ("Ghép các đoạn video", "Joining the parts of a video"),
    "render": ("Làm trang và luồng tin", "Rendering pages and feeds"),
    "release": ("Chờ hết giờ cấm đăng", "Waiting for an embargo to end"),
    "deliver": ("Gửi đi", "Delivering"),
    "withdraw": ("Gỡ bài", "Withdrawing"),
    "visit": ("Kiểm tra mọi luồng tin", "Checking every feed"),
    "verify": ("Hỏi lại bên đăng ký luồng tin", "Asking a subscriber of a feed"),
    "announce": ("Báo luồng tin đã đổi", "Announcing a feed"),
    "notify": ("Gửi luồng tin cho bên đăng ký", "Handing a feed to a subscriber"),
}

WAYS: Mapping[str, Pair] = {
    "upload": ("Gửi lên", "Upload"),
    "command": ("Dòng lệnh", "Command line"),
    "api": ("Chương trình (API)", "Program (API)"),
    "url": ("Địa chỉ web", "Web address"),
    "channel": ("Kênh theo dõi", "Followed channel"),
    "folder": ("Thư mục theo dõi", "Watched folder"),
    "feed": ("Luồng tin theo dõi", "Followed feed"),
}

SOURCES: Mapping[str, Pair] = {
    "feed": ("Luồng tin", "Feed"),
    "channel": ("Kênh hoặc danh sách phát", "Channel or playlist"),
    "folder": ("Thư mục", "Folder"),
}

ROLES: Mapping[str, Pair] = {
    "administrator": ("Quản trị", "Administrator"),
    "editor": ("Biên tập viên", "Editor"),
    "reporter": ("Phóng viên", "Reporter"),
    "learner": ("Học viên", "Trainee"),
}

GROUPS: Mapping[str, Pair] = {
    "leaders": ("Lãnh đạo", "Leaders"),
    "officials": ("Cán bộ", "Officials"),
    "reporters": ("Phóng viên", "Reporters"),
    "editors": ("Biên tập viên", "Editors"),
}

#: What does something without a person, by the name that the history gives it.
DOERS: Mapping[str, Pair] = {
    "wire": ("hãng tin", "the news agency"),
    "intake": ("hub, khi nhận tệp", "the hub, while taking in"),
}

#: How the history names a source: by this and its slug.
OF_SOURCE = "source:"

#: What a receipt proves, by the names that the adapters give it.
PROOFS: Mapping[str, Pair] = {
    "item_id": ("Mã mục", "Item"),
    "revision": ("Bản sửa đã gửi", "Revision sent"),
    "title": ("Tít đã gửi", "Headline sent"),
    "sent_sha256": ("SHA-256 của những gì đã gửi", "SHA-256 of what was sent"),
    "status": ("Mã trả lời (HTTP)", "Answer (HTTP status)"),
    "recipients": ("Số người nhận", "Recipients"),
    "refused": ("Địa chỉ bị từ chối", "Addresses refused"),
    "files": ("Các tệp đã đặt", "Files put there"),
}

VERBS: Mapping[str, Pair] = {
    "item.received": ("Nhận tệp gốc", "Original received"),
    "item.came-again": ("Nhận thêm từ một nguồn khác", "Came by another road too"),
    "item.came-anew": ("Nguồn gửi bản mới", "Newer version from its source"),
    "item.merged": ("Gộp vào mục khác", "Merged into another item"),
    "item.split": ("Tách một nguồn thành mục riêng", "A source made an item of its own"),
    "item.cut": ("Cắt ra một bài", "An article cut out"),
    "item.cut-out": ("Cắt từ số báo", "Cut from an issue"),
    "item.changed": ("Sửa nội dung", "Text changed"),
    "item.draft": ("Trả về bản thảo", "Sent back to draft"),
    "item.in review": ("Gửi duyệt", "Submitted"),
    "item.approved": ("Duyệt", "Approved"),
    "item.scheduled": ("Hẹn giờ đăng", "Scheduled"),
    "item.published": ("Xuất bản", "Published"),
    "item.withdrawn": ("Gỡ bài", "Withdrawn"),
    "item.encoding-confirmed": ("Xác nhận chữ hiện đúng", "Letters confirmed as right"),
    "item.read-again": ("Đọc lại bằng bảng mã khác", "Read again in another encoding"),
    "item.made-again": ("Làm lại các bản lỗi", "Failed forms made again"),
    "item.focal-point": ("Đặt điểm chính của ảnh", "Focal point of a picture set"),
    "item.cancelled": ("Dừng việc đang làm", "Work cancelled"),
    "item.paused": ("Tạm dừng", "Paused"),
    "item.resumed": ("Làm tiếp", "Resumed"),
    "item.preferred": ("Đổi thứ tự ưu tiên", "Priority changed"),
    "delivery.queued": ("Xếp hàng gửi đi", "Delivery queued"),
    "delivery.recalled": ("Yêu cầu gỡ ở nơi nhận", "Recall asked for"),
    "delivery.sent-again": ("Gửi lại", "Sent again"),
    "delivery.confirmed": ("Xác nhận đã đăng", "Confirmed as delivered"),
    "programme.moved": ("Chuyển địa chỉ podcast", "Podcast moved"),
    "programme.stayed": ("Hủy chuyển địa chỉ podcast", "Move of a podcast taken back"),
    "course.assigned": ("Giao khóa học", "Course assigned"),
    "certificate.revoked": ("Thu hồi chứng nhận", "Certificate revoked"),
}


def state(kind: str, value: str, language: str = "vi") -> str:
    """The word for a state of an item, asset, rendition, delivery, enrolment, work or attempt."""
    return said(STATES[kind], value, language)


def said(pairs: Mapping[str, Pair], value: str, language: str = "vi") -> str:
    """The word of a table for a value; the value itself where there is none."""
    pair = pairs.get(value, (value, value))
    return pair[1 if language == "en" else 0]


def who(name: str, language: str = "vi") -> str:
    """Who did something, as people say it: persons by their own name, what is none by what it is."""
    if name.startswith(OF_SOURCE):
        return ("source " if language == "en" else "nguồn ") + name.removeprefix(OF_SOURCE)
    return said(DOERS, name, language)


def left(seconds: float, language: str = "vi") -> str:
    """How long something still takes, as people say it."""
    if seconds < 60:  # noqa: PLR2004
        return f"{max(round(seconds), 1)} s"
    minutes = round(seconds / 60)
    if minutes < 60:  # noqa: PLR2004
        return f"{minutes} min" if language == "en" else f"{minutes} phút"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if language == "en" else f"{hours} giờ {rest} phút"


def tone(value: str) -> str:
    """How a state looks."""
    return TONES.get(value, "quiet")
