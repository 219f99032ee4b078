import sys
from collections import Counter
from math import exp

import pytest

from apps.pose_logger.publishing import Cell, noisy
from apps.pose_logger.publishing.noise import Question, add_noise, with_error_bars
from engine.poses import OutputError

MANY = 40_000


def cells_of(*counts: int) -> list[Cell]:
    return [Cell("hall", 3600 * hour, 3600, count) for hour, count in enumerate(counts)]


@pytest.mark.parametrize(("epsilon", "contribution", "error"), [(1.0, 1, 3), (1.0, 8, 24)])
def test_error_bars_hold_95_times_in_100_and_are_no_longer_than_that_takes(
    epsilon: float, contribution: int, error: int
) -> None:
    told = noisy(cells_of(*[1000] * MANY), epsilon, contribution)
    assert {cell.high - cell.low for cell in told} == {2 * error}
    right = sum(cell.low <= 1000 <= cell.high for cell in told) / MANY
    assert 0.945 < right < 0.99


def test_one_visit_makes_no_answer_likelier_than_epsilon_allows() -> None:
    question = Question(epsilon=0.5)
    without, with_ = (Counter(add_noise([count] * MANY, question)) for count in (100, 101))
    common = [answer for answer in without if min(without[answer], with_[answer]) > 500]
    assert len(common) > 5
    for answer in common:
        assert exp(-0.5) / 1.3 < with_[answer] / without[answer] < exp(0.5) * 1.3


def test_noise_is_as_large_as_what_a_visit_contributes_over_epsilon() -> None:
    for question, scale in ((Question(1.0), 1.0), (Question(0.5, 4), 8.0)):
        errors = [abs(count) for count in add_noise([0] * MANY, question)]
        expected = 2 * exp(-1 / scale) / (1 - exp(-2 / scale))
        assert sum(errors) / MANY == pytest.approx(expected, rel=0.05)


def test_opendp_itself_confirms_the_epsilon() -> None:
    import opendp.prelude as dp

    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T=int)), dp.l1_distance(T=int)
    measurement = dp.m.make_laplace(*space, scale=Question(0.5, 4).scale)
    spent: float = measurement.map(4)  # type: ignore[no-untyped-call]
    assert spent == pytest.approx(0.5)


def test_nothing_is_told_below_zero() -> None:
    told = with_error_bars(cells_of(0, 0), [-5, 2], Question(1.0))
    assert [(cell.visits, cell.low, cell.high) for cell in told] == [(0, 0, 0), (2, 0, 5)]


def test_small_noisy_counts_can_be_hidden_so_that_the_bounds_tell_no_more() -> None:
    told = with_error_bars(cells_of(0, 0, 0), [-5, 9, 10], Question(1.0), k=10)
    assert [(cell.visits, cell.low, cell.high) for cell in told] == [
        (None, 0, 12),
        (None, 0, 12),
        (10, 7, 13),
    ]


@pytest.mark.parametrize("epsilon", [0.0, -1.0, float("nan"), float("inf"), 11.0])
def test_an_epsilon_that_protects_nobody_is_refused(epsilon: float) -> None:
    with pytest.raises(ValueError, match="epsilon"):
        noisy(cells_of(1), epsilon)


def test_a_visit_that_counts_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="contribution"):
        noisy(cells_of(1), 1.0, 0)


def test_less_than_an_hour_is_refused() -> None:
    with pytest.raises(ValueError, match="less than an hour"):
        noisy([Cell("hall", 0, 60, 100)], 1.0)


def test_without_opendp_a_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opendp.prelude", None)
    with pytest.raises(OutputError, match=r"pip install 'skeleton-crew\[publish\]'"):
        noisy(cells_of(1), 1.0)
