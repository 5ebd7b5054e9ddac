from pathlib import Path

import pytest

from transcode.errors import CancelledError, FormsError, MachineError, RejectedError, TranscodeError
from transcode.made import Forms, Made, check_budget


def made(form: str) -> Made:
    return Made(form=form, path=Path("/x"), media_type="audio/mpeg", size_bytes=1, duration_s=1.0)


def failing(error: Exception):
    def maker() -> Made:
        raise error

    return maker


def test_one_failed_form_does_not_hold_back_the_next():
    got: list[Made] = []
    forms = Forms(got.append)
    forms.make("lite", failing(MachineError("disk-full")))
    forms.make("audio", lambda: made("audio"))
    with pytest.raises(FormsError) as caught:
        forms.finish()
    assert [one.form for one in got] == ["audio"]
    assert caught.value.failures["lite"].code == "disk-full"
    assert "lite" in str(caught.value)
    assert not caught.value.permanent


def test_a_failure_that_trying_again_cannot_mend_is_permanent():
    forms = Forms(lambda _: None)
    forms.make("lite", lambda: made("lite"))
    forms.make("audio", failing(RejectedError("nothing-decoded")))
    with pytest.raises(FormsError) as caught:
        forms.finish()
    assert caught.value.permanent


def test_when_nothing_was_made_of_a_bad_original_its_own_fault_is_told():
    forms = Forms(lambda _: None)
    forms.fail("hls", RejectedError("codec-not-readable", codec="av1"))
    with pytest.raises(RejectedError, match="av1"):
        forms.finish()


def test_nothing_failed_is_no_error():
    forms = Forms(lambda _: None)
    forms.make("lite", lambda: made("lite"))
    forms.finish()


def test_cancelling_ends_everything():
    with pytest.raises(CancelledError):
        Forms(lambda _: None).make("lite", failing(CancelledError("cancelled")))


def test_a_form_over_its_budget_is_an_error_with_both_numbers():
    check_budget("lite", size_bytes=15_000_100, mb_per_hour=15, duration_s=3600, allowance_bytes=100)
    with pytest.raises(TranscodeError) as caught:
        check_budget("lite", size_bytes=15_000_101, mb_per_hour=15, duration_s=3600, allowance_bytes=100)
    assert caught.value.code == "over-budget"
    assert caught.value.facts == {"form": "lite", "size_bytes": 15_000_101, "budget_bytes": 15_000_100}
    assert caught.value.permanent


def test_why_forms_failed_is_said_in_one_language_at_a_time():
    error = FormsError({"lite": MachineError("disk-full"), "audio": MachineError("out-of-memory")})
    vietnamese, english = error.said(0), error.said(1)
    for failure in (MachineError("disk-full"), MachineError("out-of-memory")):
        assert failure.said(0) in vietnamese
        assert failure.said(1) in english
        assert failure.said(1) not in vietnamese
