from itertools import islice

import numpy as np
import pytest

from engine.benchmark.crowds import SIZE, crowd


@pytest.mark.parametrize("people", [1, 20])
def test_a_crowd_fills_as_many_places_as_it_has_people(people: int) -> None:
    nobody, some = next(crowd(0)).pixels, next(crowd(people)).pixels
    places = np.array(np.split((some != nobody).any(axis=2), 10, axis=1))
    filled = sum(half.any() for place in places for half in np.split(place, 2))
    assert filled == people


def test_frames_of_a_crowd_differ_and_count_on() -> None:
    frames = list(islice(crowd(2), 3))
    assert [frame.number for frame in frames] == [0, 1, 2]
    assert frames[0].pixels.shape == (SIZE[1], SIZE[0], 3)
    assert not np.array_equal(frames[0].pixels, frames[1].pixels)
