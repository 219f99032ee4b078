import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.synthesizer.mapping.quantizer import Quantizer

heights = st.floats(allow_nan=False)


def quantizer(hysteresis: float = 0.25) -> Quantizer:
    """Ten bands of 0.1 from 1 to 2; below 0.5 is rest."""
    return Quantizer(1.0, 2.0, rest=0.5, steps=10, hysteresis=hysteresis)


@pytest.mark.parametrize(
    ("height", "band"),
    [(0.3, None), (0.7, 0), (1.05, 0), (1.15, 1), (1.95, 9), (2.5, 9), (-3.0, None), (1e308, 9)],
)
def test_each_height_has_its_band_and_none_is_outside(height: float, band: int | None) -> None:
    assert quantizer().update(height) == band


def test_the_edges_are_those_of_the_bands() -> None:
    assert quantizer().edges == pytest.approx([1.0 + number / 10 for number in range(11)])


def test_a_band_is_left_only_beyond_its_border() -> None:
    it = quantizer()
    assert [it.update(height) for height in (1.15, 1.22, 1.23, 1.18, 1.17)] == [1, 1, 2, 2, 1]


def test_rest_is_begun_and_left_with_hysteresis_too() -> None:
    it = quantizer()
    assert [it.update(height) for height in (0.51, 0.53, 0.48, 0.47, 0.52)] == [
        None, 0, 0, None, None,
    ]  # fmt: skip


def test_a_hand_on_a_border_does_not_flutter() -> None:
    rng = random.Random(1)
    it, raw = quantizer(), quantizer(hysteresis=0.0)
    shaky = [1.5 + rng.gauss(0.0, 0.008) for _ in range(1000)]
    told, bare = [it.update(at) for at in shaky], [raw.update(at) for at in shaky]
    assert sum(a != b for a, b in itertools.pairwise(told)) <= 2
    assert sum(a != b for a, b in itertools.pairwise(bare)) > 200


@given(st.lists(heights))
def test_a_band_is_never_farther_than_the_hysteresis_from_the_height(given: list[float]) -> None:
    it = quantizer()
    for height in given:
        band = it.update(height)
        if band is None:
            assert height <= 0.525 + 1e-9
        else:
            lower = 0.5 if band == 0 else it.edges[band]
            assert height >= lower - 0.025 - 1e-9
            assert band == 9 or height <= it.edges[band + 1] + 0.025 + 1e-9


def test_it_can_be_put_back_to_rest() -> None:
    it = quantizer()
    it.update(1.5)
    it.reset()
    assert it.update(0.51) is None
