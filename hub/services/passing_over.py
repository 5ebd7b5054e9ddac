"""Passing over what came: what waits to be fetched or could not be, and what was rejected when it was looked at."""

from sqlalchemy.orm import Session

from hub.extensions.parts import Parts
from hub.models import Arrival, ArrivalState, ItemState
from hub.services import arrivals, publishing, rejections


def is_to_be_dropped(session: Session, arrival: Arrival) -> bool:
    """Whether an arrival became a draft of which there is nothing to show."""
    item = arrival.item
    is_draft = item is not None and item.state == ItemState.DRAFT
    has_come = arrival.state in {ArrivalState.TAKEN, ArrivalState.JOINED}
    return is_draft and has_come and rejections.is_bare(session, str(arrival.item_id))


def pass_over(parts: Parts, arrival_id: str, *, by: str) -> None:
    """Pass over an arrival; a draft of which there is nothing to show is put aside, and its original is kept.

    Raises:
        NotFoundError: There is no such arrival.
        ConflictError: There is nothing that could be passed over.
    """
    with parts.database.writing() as session:
        arrival = arrivals.get(session, arrival_id)
        if not is_to_be_dropped(session, arrival):
            arrivals.skip(session, arrival_id, by=by)
            return
        item = publishing.get(session, str(arrival.item_id))
        publishing.take_out(session, item, by=by, reason="")
        for road in arrivals.roads_of(session, item.id):
            arrivals.passed_over(road, "passed-over", {"by": by})
