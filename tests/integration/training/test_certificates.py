import pytest

from hub.errors import ConflictError, InvalidError, NotFoundError
from hub.models import Staff
from hub.services import certificates, evidence, lessons
from tests.integration.training.school import add_person, enrol, finish
from training.certificate import number


@pytest.fixture
def issued(parts) -> str:
    person = add_person(parts, "a@lc.vn", name="Lò Thị Lan")
    finish(parts, enrol(parts, person))
    return lessons.mine(parts, person)[0].certificate


@pytest.mark.parametrize("spoil", [str, str.lower, lambda typed: typed.replace("-", " "), lambda typed: typed[3:]])
def test_a_number_is_found_however_it_is_typed(parts, issued, spoil):
    found = certificates.verify(parts, spoil(issued))
    assert (found.number, found.holder, found.course_title, found.state) == (issued, "Lò Thị Lan", "Khóa thử", "valid")


@pytest.mark.parametrize("typed", ["", "LC", "LC-2026-0000-0000-1", number(year=2026, random_bits=7), "\x00" * 19])
def test_other_numbers_are_not_found(parts, issued, typed):
    with pytest.raises(NotFoundError):
        certificates.verify(parts, typed)


def test_what_is_printed_stays_when_the_person_is_renamed(parts, issued):
    with parts.database.writing() as session:
        session.query(Staff).filter_by(email="a@lc.vn").one().name = "Tên Khác"
    assert certificates.verify(parts, issued).holder == "Lò Thị Lan"


def test_a_revoked_certificate_says_since_when_and_cannot_be_revoked_again(parts, issued):
    with pytest.raises(InvalidError):
        certificates.revoke(parts, issued, reason=" ", by="test")
    certificates.revoke(parts, issued, reason="Cấp nhầm", by="test")
    found = certificates.verify(parts, issued)
    assert found.state == "revoked"
    assert found.revoked_on is not None
    with pytest.raises(ConflictError):
        certificates.revoke(parts, issued, reason="Cấp nhầm", by="test")
    assert evidence.audit(parts).is_whole


def test_the_paper_knows_score_and_length(parts, issued):
    paper = certificates.paper(parts, issued)
    assert (paper.certificate.score_percent, paper.certificate.minutes, paper.revoked_at) == (100, 12, None)
