"""What the end of work means for its subject, in the transaction that ends it."""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from hub.extensions.parts import Parts
from hub.models import ArrivalState, AssetState, Priority, Work, WorkState
from hub.services import arrivals, chunking, delivering, intake, releasing, renditions, sources, tree, uploads
from hub.services.websub import handing_over, verifying
from hub.services.work import Outcome

Ending = Callable[[Parts, Session, Work, Outcome], None]


def ended(parts: Parts, session: Session, work: Work) -> None:
    """Let the subject follow; work that waits for another try has not ended."""
    if work.state in {WorkState.DONE, WorkState.FAILED, WorkState.UNKNOWN}:
        outcome = Outcome(name=work.state, code=work.reason_code, facts=work.reason_facts)
        _ENDINGS[work.kind](parts, session, work, outcome)


def _intake(parts: Parts, session: Session, work: Work, outcome: Outcome) -> None:
    del parts
    asset = intake.asset_of(session, work.subject_id)
    if work.state != WorkState.DONE and asset.state != AssetState.REJECTED:
        intake.reject(session, work.subject_id, outcome.code, outcome.facts)


def _transcode(parts: Parts, session: Session, work: Work, outcome: Outcome) -> None:
    renditions.settle(parts, session, work.subject_id, outcome)


def _chunk(parts: Parts, session: Session, work: Work, outcome: Outcome) -> None:
    chunking.chunk_ended(parts, session, work.subject_id, outcome, priority=Priority(work.priority))


def _join(parts: Parts, session: Session, work: Work, outcome: Outcome) -> None:
    if work.state != WorkState.DONE:
        chunking.fail(parts, session, work.subject_id, outcome)


def _deliver(parts: Parts, session: Session, work: Work, outcome: Outcome) -> None:
    del parts
    if work.state != WorkState.DONE:
        delivering.gave_up(session, work.subject_id, outcome)


def _render(parts: Parts, session: Session, work: Work, outcome: Outcome) -> None:
    del parts, work, outcome
    # Paths marked while the last batch was rendered.
    if tree.is_dirty(session):
        tree.ensure_rendering(session)


def _accept(parts: Parts, session: Session, work: Work, outcome: Outcome) -> None:
    del parts
    if work.state != WorkState.DONE:
        uploads.refused(session, work.subject_id, outcome)


def _fetch(parts: Parts, session: Session, work: Work, outcome: Outcome) -> None:
    del parts
    # One that was passed over while it was fetched stays so.
    if work.state != WorkState.DONE and arrivals.get(session, work.subject_id).state == ArrivalState.WAITING:
        arrivals.failed(session, work.subject_id, outcome.code, outcome.facts)


def _look(parts: Parts, session: Session, work: Work, outcome: Outcome) -> None:
    del parts, outcome
    sources.looked(session, work)


def _release(parts: Parts, session: Session, work: Work, outcome: Outcome) -> None:
    del parts, outcome
    # An embargo that was prolonged while this was under way ends at another moment.
    releasing.promise(session, work.subject_id)


def _verify(parts: Parts, session: Session, work: Work, outcome: Outcome) -> None:
    del parts
    verifying.settled(session, work, outcome)


def _kept(parts: Parts, session: Session, work: Work, outcome: Outcome) -> None:
    """What came of it was kept with its last step: work for each subscriber, what feeds are like."""
    del parts, session, work, outcome


def _notify(parts: Parts, session: Session, work: Work, outcome: Outcome) -> None:
    del parts
    handing_over.settled(session, work, outcome)


_ENDINGS: Mapping[str, Ending] = {
    "intake": _intake,
    "accept": _accept,
    "look": _look,
    "fetch": _fetch,
    "transcode": _transcode,
    "chunk": _chunk,
    "join": _join,
    "deliver": _deliver,
    "withdraw": _deliver,
    "render": _render,
    "release": _release,
    "visit": _kept,
    "verify": _verify,
    "announce": _kept,
    "notify": _notify,
}
