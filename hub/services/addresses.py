"""Addresses that a person or her program asks the hub to fetch: a video, a playlist, an article."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hub.errors import InvalidError
from hub.extensions.egress import target
from hub.extensions.parts import Parts
from hub.models import Arrival, Way
from hub.services import arrivals, intake, programmes, work
from hub.services.arrivals import Road
from hub.services.audit import record
from hub.services.intake import Submission
from hub.services.readiness import check_room

#: What may be chosen of a video, the best first.
FORMS = ("best", "720p", "480p", "audio")

#: Characters of an address.
LONGEST = 2000


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is wanted of an address: one of `FORMS`, subtitles by language, the date that its site tells."""

    form: str = "best"
    subtitles: Sequence[str] = ()
    original_date: bool = False


def ask(parts: Parts, session: Session, address: str, submission: Submission, choice: Choice) -> Arrival:
    """Promise to fetch what stands at an address.

    Raises:
        AddressRefusedError: It is no address that may be opened, as far as its spelling tells.
        InvalidError: The form or language is none, or the address is longer than any is.
        NotFoundError: There is no such programme.
        ShortError: The hub has no room for more.
    """
    if len(address) > LONGEST:
        raise InvalidError("address-too-long", most=LONGEST)
    target(address)
    if choice.form not in FORMS:
        raise InvalidError("form-unknown", form=choice.form, allowed=", ".join(FORMS))
    wishes = intake.checked(parts, submission) | {
        "form": choice.form,
        "subtitles": list(choice.subtitles),
        "original_date": choice.original_date,
    }
    check_room(parts)
    arrival = arrivals.expect(
        session,
        Road(way=Way.URL, address=address),
        programme_id=programmes.find(session, submission.programme).id,
        name=address,
        wishes=wishes,
    )
    work.promise(session, "fetch", arrival.id)
    record(session, submission.by, "arrival.asked", arrival.id, {"address": address})
    return arrival
