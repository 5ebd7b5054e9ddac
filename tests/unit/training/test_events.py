from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.canonical import canonical_json
from training.errors import EvidenceError
from training.events import GENESIS_HASH, VERBS, Event, EventFields, chain, seal, verify

AT = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)


def fields(sequence: int = 1, **changes: object) -> EventFields:
    plain = EventFields(
        sequence=sequence, at=AT, person_id="p1", enrolment_id="e1", verb="read", part="bai", result={"seconds": 60}
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def chained(count: int) -> list[Event]:
    events: list[Event] = []
    for sequence in range(1, count + 1):
        events.append(seal(fields(sequence), previous=events[-1] if events else None))
    return events


def test_a_sealed_chain_verifies_whole_and_from_any_place() -> None:
    events = chained(5)

    assert events[0].previous_hash == GENESIS_HASH
    assert verify(events) is None
    assert verify(events[3:], previous=events[2]) is None
    assert verify([]) is None


def test_the_hash_is_the_same_on_every_machine() -> None:
    assert chain(GENESIS_HASH, fields()) == "3023ea762562ff2f4403499e1489a82f98517552f6faf5300d380ee76493679d"


@pytest.mark.parametrize(
    "change",
    [
        {"at": AT + timedelta(microseconds=1)},
        {"person_id": "p2"},
        {"enrolment_id": "e2"},
        {"verb": "passed"},
        {"part": None},
        {"result": {"seconds": 61}},
        {"previous_hash": "f" * 64},
        {"hash": "f" * 64},
        {"result": {"seconds": 0.5}},
        {"at": AT.replace(tzinfo=None)},
        {"verb": "bought"},
    ],
)
def test_any_change_of_a_stored_event_is_found_at_its_sequence(change: dict[str, object]) -> None:
    events = chained(4)
    events[2] = replace(events[2], **change)  # type: ignore[arg-type]

    assert verify(events) == 3


def test_a_missing_a_doubled_and_an_exchanged_event_are_found() -> None:
    events = chained(4)

    assert verify(events[1:]) == 1
    assert verify([*events[:1], *events[2:]]) == 2
    assert verify([*events[:2], events[1], *events[2:]]) == 3
    assert verify([events[0], events[2], events[1], events[3]]) == 2


def test_a_rewritten_tail_with_good_hashes_is_found_where_it_begins() -> None:
    events = chained(3)
    forged = seal(fields(2, person_id="p9"), previous=events[0])

    assert verify([events[0], forged, events[2]]) == 3


def test_the_zone_in_which_a_time_is_written_does_not_matter() -> None:
    in_vietnam = AT.astimezone(timezone(timedelta(hours=7)))

    assert chain(GENESIS_HASH, fields(at=in_vietnam)) == chain(GENESIS_HASH, fields())


def test_an_event_is_not_sealed_out_of_sequence_with_an_unknown_verb_or_without_a_zone() -> None:
    first = chained(1)[0]
    for wrong, previous, code in (
        (fields(3), first, "evidence-out-of-range"),
        (fields(2), None, "evidence-out-of-range"),
        (fields(1, verb="bought"), None, "unknown-verb"),
        (fields(1, at=AT.replace(tzinfo=None)), None, "evidence-without-zone"),
        (fields(1, result={"score": 79.5}), None, "not-canonical"),
        (fields(1, result={1: 2}), None, "not-canonical"),
    ):
        with pytest.raises(EvidenceError) as caught:
            seal(wrong, previous=previous)
        assert caught.value.code == code


def test_every_verb_of_the_contract_can_be_sealed() -> None:
    assert [seal(fields(verb=verb), previous=None).verb for verb in VERBS] == [
        "enrolled", "opened", "read", "answered", "passed", "failed", "completed", "certified", "revoked",
    ]  # fmt: skip


def test_canonical_json_sorts_keys_and_composes_letters() -> None:
    assert canonical_json({"b": [1, None, True], "a": "e\u0302"}) == '{"a":"ê","b":[1,null,true]}'.encode()
    assert canonical_json({"at": AT}) == b'{"at":"2026-11-22T03:04:05.000000Z"}'


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), PLAIN), st.integers(1, 5))
def test_whatever_the_results_hold_the_chain_verifies_and_one_change_breaks_it(
    result: dict[str, object], place: int
) -> None:
    events: list[Event] = []
    for sequence in range(1, 6):
        events.append(seal(fields(sequence, result=result), previous=events[-1] if events else None))
    assert verify(events) is None

    events[place - 1] = replace(events[place - 1], result={**result, "thêm": 1, "bớt": place})
    assert verify(events) == place
