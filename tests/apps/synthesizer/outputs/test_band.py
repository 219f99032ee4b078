import pytest

from apps.synthesizer.events import Moment
from apps.synthesizer.outputs.band import Band
from apps.synthesizer.settings import SynthesizerSettings
from engine.poses import OutputError
from tests.apps.synthesizer.moments import moment


class FakeOutput:
    """Counts what is asked of it; raises what it is given."""

    def __init__(self) -> None:
        self.played: list[Moment] = []
        self.changed = 0
        self.closings = 0
        self.failure: Exception | None = None
        self.failure_at_close: Exception | None = None

    def play(self, moment: Moment) -> None:
        if self.failure:
            raise self.failure
        self.played.append(moment)

    def change(self, settings: SynthesizerSettings) -> None:
        if self.failure:
            raise self.failure
        self.changed += 1

    def close(self) -> None:
        self.closings += 1
        if self.failure_at_close:
            raise self.failure_at_close


class Three:
    """A band of three outputs, and what it reports."""

    def __init__(self, *, carry_on: bool = True) -> None:
        self.first, self.second, self.third = self.outputs = (
            FakeOutput(),
            FakeOutput(),
            FakeOutput(),
        )
        self.reports: list[str] = []
        names = ("first", "second", "third")
        self.band = Band(
            dict(zip(names, self.outputs, strict=True)),
            carry_on=carry_on,
            report=self.reports.append,
        )


def test_all_play_and_change() -> None:
    three = Three()
    three.band.play(moment())
    three.band.change(SynthesizerSettings())
    assert [(len(output.played), output.changed) for output in three.outputs] == [(1, 1)] * 3
    assert three.band.lost == ()


def test_one_that_is_lost_is_reported_once_closed_and_left_out() -> None:
    three = Three()
    three.second.failure = OutputError("the cable is out")
    three.second.failure_at_close = OutputError("and stays out")
    three.band.play(moment())
    three.band.play(moment(number=1))
    assert three.reports == ["the cable is out; going on without it"]
    assert three.band.lost == ("second",)
    assert [len(output.played) for output in three.outputs] == [2, 0, 2]
    three.band.close()
    assert [output.closings for output in three.outputs] == [1, 1, 1]


def test_where_none_may_be_lost_all_are_closed_and_the_failure_is_raised() -> None:
    three = Three(carry_on=False)
    three.second.failure = OutputError("the cable is out")
    three.first.failure_at_close = OutputError("another")
    with pytest.raises(OutputError, match="the cable is out"):
        three.band.play(moment())
    three.band.close()
    assert [output.closings for output in three.outputs] == [1, 1, 1]
    assert three.reports == []


def test_a_mistake_of_ours_is_not_taken_for_a_lost_output() -> None:
    three = Three()
    three.first.failure = ZeroDivisionError("ours")
    with pytest.raises(ZeroDivisionError):
        three.band.play(moment())


def test_all_are_closed_whatever_any_of_them_raises() -> None:
    three = Three()
    three.first.failure_at_close = OutputError("disk full")
    three.second.failure_at_close = ZeroDivisionError("ours")
    with pytest.raises((OutputError, ZeroDivisionError)):
        three.band.close()
    assert [output.closings for output in three.outputs] == [1, 1, 1]
    three.band.close()
    assert [output.closings for output in three.outputs] == [1, 1, 1]


def test_what_was_missing_from_the_start_is_among_the_lost() -> None:
    output = FakeOutput()
    reports: list[str] = []
    band = Band({"OSC": output}, carry_on=True, report=reports.append, missing=("sound",))
    output.failure = OutputError("gone")
    band.play(moment())
    assert band.lost == ("sound", "OSC")


def test_the_settings_in_force_say_whether_to_carry_on() -> None:
    three = Three()
    three.band.change(SynthesizerSettings(carry_on=False))
    three.third.failure = OutputError("gone")
    with pytest.raises(OutputError, match="gone"):
        three.band.play(moment())
