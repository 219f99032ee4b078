import time
from collections.abc import Callable, Sequence

import pytest

from engine.doctor.apart import examine
from engine.poses.finding import Check, Finding, State
from tests.engine.doctor import looks


@pytest.mark.parametrize("look", [looks.well, looks.noisily])
def test_what_a_look_finds_comes_back_whatever_a_library_writes(
    look: Callable[[], Sequence[Finding]],
) -> None:
    assert examine([Check("pump", look)]) == [looks.FINE]


@pytest.mark.parametrize(
    ("look", "detail"),
    [
        (looks.wrongly, "could not be looked at: ZeroDivisionError('no pressure')"),
        (looks.in_vain, "no pump is called 'pmup'"),
        (looks.crashing, "could not be looked at: the look was ended by SIGSEGV"),
    ],
)
def test_a_look_that_fails_is_a_broken_line_as_needed_as_its_subject(
    look: Callable[[], Sequence[Finding]], detail: str
) -> None:
    for needed in (True, False):
        (finding,) = examine([Check("pump", look, needed)])
        assert finding == Finding("pump", State.BROKEN, detail, needed=needed)
        assert finding.ready is not needed


def test_a_look_that_hangs_holds_up_nothing() -> None:
    begun = time.monotonic()
    checks = [Check("valve", looks.for_good, needed=True), Check("pump", looks.well)]
    hung, fine = examine(checks, limit=3.0)
    assert (hung.subject, hung.state, hung.ready) == ("valve", State.BROKEN, False)
    assert "does not answer" in hung.detail
    assert fine == looks.FINE
    assert time.monotonic() - begun < 20.0
