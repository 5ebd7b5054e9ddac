"""Posts and accounts for the tests of what sends them."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from distributors.outside import Outside
from distributors.post import Media, Post

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
TITLE = "Lai Châu: đẩy mạnh chuyển đổi số báo chí ở vùng cao Mường Tè, Phong Thổ, Sìn Hồ"
BODY = "Bản tin sáng – tiếng Thái, Mông, Dao, Hà Nhì.\n.Dòng bắt đầu bằng dấu chấm.\n" + "Ế ệ ữ ặ đ Đ 👩‍👩‍👧 🇻🇳 " * 400
OUTSIDE = Outside(clock=lambda: NOW)


def a_medium(folder: Path, name: str = "lite.mp3", data: bytes = b"ID3" + bytes(range(256)) * 400) -> Media:
    path = folder / f"stored-{name}"
    path.write_bytes(data)
    return Media(
        path=path,
        media_type="audio/mpeg" if name.endswith("mp3") else "application/octet-stream",
        size_bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        duration_s=6.5,
        url=f"https://bao.example/media/01J/{name}",
    )


def a_post(*media: Media, **changes: object) -> Post:
    post = Post(
        item_id="01JABCDEFGHJKMNPQRSTVWXYZ0",
        revision=1,
        title=TITLE,
        summary="Tóm tắt ngắn.",
        body_text=BODY,
        body_html="<p>Bản tin sáng</p>",
        url="https://bao.example/items/01J/",
        language="vi",
        published_at=NOW,
        programme="Thời sự",
        organisation="Báo và phát thanh, truyền hình tỉnh Lai Châu",
        authors=("Lò Văn Ính", "Giàng A Sủ"),
        tags=("chuyển đổi số",),
        media=media,
        ai_label="Giọng đọc do trí tuệ nhân tạo tạo ra.",
    )
    return replace(post, **changes)
