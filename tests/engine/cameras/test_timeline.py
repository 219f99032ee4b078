import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cameras.timeline import Timeline


def times(fps: float | None, *stamps: float) -> list[float]:
    timeline = Timeline(fps)
    return [timeline.update(stamp) for stamp in stamps]


def test_sound_stamps_are_taken_as_they_are() -> None:
    assert times(10.0, 0.0, 0.07, 0.13, 2.0) == [0.0, 0.07, 0.13, 2.0]


def test_after_a_seek_the_first_stamp_counts() -> None:
    assert times(10.0, 20.0, 20.1) == [20.0, 20.1]


def test_missing_stamps_become_the_nominal_rate() -> None:
    assert times(10.0, 0.0, 0.0, 0.0) == pytest.approx([0.0, 0.1, 0.2])
    assert times(None, math.nan, math.nan) == pytest.approx([0.0, 0.04])


def test_one_wrong_stamp_changes_no_other_time() -> None:
    assert times(10.0, 0.0, 0.1, -5.0, 0.3, 0.4) == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4])


def test_a_new_count_in_the_middle_goes_on_from_there() -> None:
    assert times(10.0, 8.0, 8.1, 0.0, 0.2, 0.3) == pytest.approx([8.0, 8.1, 8.2, 8.4, 8.5])


def test_a_jump_by_hours_is_no_pause() -> None:
    assert times(10.0, 0.0, 0.1, 7200.0, 7200.1) == pytest.approx([0.0, 0.1, 0.2, 0.3])


@given(st.lists(st.floats()), st.sampled_from([None, 0.5, 10.0, 29.97]))
def test_times_always_increase(stamps: list[float], fps: float | None) -> None:
    found = times(fps, *stamps)
    assert all(math.isfinite(time) for time in found)
    assert all(before < after for before, after in itertools.pairwise(found))
