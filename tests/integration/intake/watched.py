"""A watched folder as a test sees it: what is put into it, its looks, and what lies in it afterwards."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.models import Source
from hub.services import sources
from hub.services.sources import Account

Run = Callable[[], str]

DoWork = Callable[..., list[str]]

TEXT = "# Giá ngô tăng\n\nSáng nay ở chợ phiên Sìn Hồ, giá ngô tăng thêm hai nghìn đồng một cân.\n"


def watch(parts: Parts, folder: Path | str, programme: str = "thoi-su", **options: Any) -> None:
    account = Account(
        slug="o-mang",
        kind="folder",
        title="Ổ mạng",
        programme=programme,
        address=str(folder),
        options={"settle_s": 0, **options},
    )
    with parts.database.writing() as session:
        sources.add(session, account, by="t")


def looks(look: Run, times: int = 3) -> None:
    """As many as it takes until a file that rests is taken."""
    assert [look() for _ in range(times)] == ["ok"] * times


def source_of(parts: Parts) -> Source:
    with parts.database.reading() as session:
        return session.scalars(select(Source)).one()


def all_of(parts: Parts, table: Any) -> list[Any]:
    with parts.database.reading() as session:
        return list(session.scalars(select(table).order_by(table.id)).unique().all())


def lying(folder: Path) -> set[str]:
    """Files below a folder, without the names of days."""
    names = (path.relative_to(folder).parts for path in folder.rglob("*") if path.is_file())
    return {"/".join(part for part in parts if not part.startswith("20")) for parts in names}


def put(folder: Path, name: str, data: str | bytes = TEXT) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def picture(colour: str = "red") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(data, "JPEG")
    return data.getvalue()
