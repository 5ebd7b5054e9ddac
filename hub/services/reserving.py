"""Room on the disk, kept for work that is under way before its first byte is written."""

import shutil
from collections.abc import Sequence

from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.models import Asset, Rendition, Work, WorkState
from hub.services import work
from hub.services.readiness import MEGABYTE, DiskShortError
from hub.services.work import Lease

#: Of what is written on the way to a form and thrown away, as a multiple of the form.
SCRATCH = 1.5


def room_of(asset: Asset, forms: Sequence[Rendition]) -> int:
    """Bytes that an attempt at these forms may take: the original, where it is fetched, scratch files and results."""
    expected = sum(int(one.details.get("expected_bytes", 0)) for one in forms)
    return asset.size_bytes + round(expected * SCRATCH)


def reserve(parts: Parts, lease: Lease, needed_bytes: int) -> None:
    """Keep room for one attempt; it is given back when the attempt ends, however it does.

    Args:
        parts: Of the hub.
        lease: Of the attempt.
        needed_bytes: What it will write at the most, scratch files and results.

    Raises:
        DiskShortError: There is too little beside the reserve and what others have kept for themselves.
        LeaseLostError: Somebody else has the work.
    """
    with parts.database.writing() as session:
        work.fence(session, lease)
        # In the order of their ids: two that reserve at once wait for one another, and see each other's room.
        leased = select(Work).where(Work.state == WorkState.LEASED).order_by(Work.id).with_for_update()
        works = session.scalars(leased).all()
        kept = sum(one.reserved_bytes for one in works if one.id != lease.work_id)
        free = shutil.disk_usage(parts.settings.folder).free
        if free - kept < needed_bytes + parts.settings.disk_reserve_mb * MEGABYTE:
            raise DiskShortError(
                path=str(parts.settings.folder),
                free_mb=(free - kept) // MEGABYTE,
                needed_mb=parts.settings.disk_reserve_mb + needed_bytes // MEGABYTE,
            )
        next(one for one in works if one.id == lease.work_id).reserved_bytes = needed_bytes
