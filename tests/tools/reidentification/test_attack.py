import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.reidentification.attack import Rate, attack


def visits(people: int, rounds: int, *, apart: float, seed: int = 0) -> np.ndarray:
    """Features of people who are so far ``apart``, in deviations from visit to visit."""
    random = np.random.default_rng(seed)
    own = apart * random.standard_normal((people, 1, 8))
    return own + random.standard_normal((people, rounds, 8))


def test_people_who_differ_much_are_recognised() -> None:
    rate = attack(visits(20, 5, apart=5.0))
    assert rate.rank_1 > 0.95
    assert rate.recognises


def test_people_who_do_not_differ_are_guessed() -> None:
    rates = [attack(visits(40, 6, apart=0.0, seed=seed)) for seed in range(10)]
    together = sum(rates[1:], rates[0])
    assert not together.recognises
    assert together.rank_1 == pytest.approx(together.chance, abs=0.01)


def test_a_feature_that_is_large_says_no_more_than_one_that_is_small() -> None:
    features = visits(20, 5, apart=2.0)
    scaled = features * np.logspace(-6, 6, features.shape[-1]) + 1e3
    assert attack(scaled) == attack(features)


def test_correlated_errors_do_not_hide_who_it_is() -> None:
    features = visits(20, 5, apart=3.0)
    shared = 2.0 * np.random.default_rng(1).standard_normal((20, 5, 1))
    assert attack(features + shared).rank_1 > 0.8


def test_features_that_are_always_the_same_or_never_told_are_no_features() -> None:
    features = visits(20, 5, apart=3.0)
    useless = np.stack([np.full((20, 5), 7.0), np.full((20, 5), np.nan)], axis=-1)
    assert attack(np.concatenate([features, useless], axis=-1)) == attack(features)
    assert attack(useless).rank_1 == attack(useless).chance == 0.05


def test_some_gaps_do_no_harm() -> None:
    features = visits(20, 5, apart=5.0)
    features[::7, ::2, 3] = np.nan
    assert attack(features).rank_1 > 0.9


@given(st.integers(1, 500), st.integers(2, 100), st.data())
def test_intervals_hold_the_rate_and_guessing_is_under_its_bound(
    trials: int, people: int, data: st.DataObject
) -> None:
    rate = Rate(data.draw(st.integers(0, trials)), trials, people)
    low, high = rate.interval
    assert 0.0 <= low <= rate.rank_1 <= high <= 1.0
    assert rate.chance_bound >= 0.0
    assert rate.recognises == (rate.hits > rate.chance_bound * trials + 1e-9)


def test_intervals_are_those_of_the_tables() -> None:
    low, high = Rate(5, 10, 20).interval
    assert (low, high) == pytest.approx((0.1871, 0.8129), abs=1e-4)
    assert Rate(0, 240, 40).chance_bound == pytest.approx(10 / 240)
