"""Nothing that is published leads to a small count: by algebra, by bounds, or by the rules."""

import itertools
from collections import defaultdict
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from apps.pose_logger.publishing import (
    Cell,
    Publication,
    PublishedCell,
    threshold,
)

UTC = ZoneInfo("UTC")
LATER = 2_000_000_000.0
DAY = 86_400

days_of_counts = st.lists(
    st.lists(st.integers(0, 25) | st.integers(0, 400), min_size=1, max_size=24),
    min_size=1,
    max_size=4,
)


def cells_of(days: Sequence[Sequence[int]], zone: str = "hall") -> list[Cell]:
    return [
        Cell(zone, day * DAY + hour * 3600, 3600, count)
        for day, counts in enumerate(days)
        for hour, count in enumerate(counts)
    ]


def published(days: Sequence[Sequence[int]], k: int = 10) -> Publication:
    return threshold(cells_of(days), time_zone=UTC, now=LATER, k=k)


def known(days: Sequence[Sequence[int]], told: Publication) -> tuple[np.ndarray, np.ndarray]:
    """The equations between the hours' counts that ``told`` gives away, and their right sides."""
    cells = cells_of(days)
    rows, values = [], []
    for sum_ in (*told.hours, *told.days):
        if sum_.visits is not None:
            within = [sum_.start <= cell.start < sum_.start + sum_.seconds for cell in cells]
            rows.append(np.array(within, float))
            values.append(float(sum_.visits))
    return np.array(rows).reshape(-1, len(cells)), np.array(values)


@given(days_of_counts)
def test_no_small_count_is_a_linear_combination_of_what_is_published(
    days: list[list[int]],
) -> None:
    told = published(days)
    equations, _ = known(days, told)
    rank = np.linalg.matrix_rank(equations) if len(equations) else 0
    for number, hour in enumerate(told.hours):
        if hour.visits is None:
            alone = np.eye(len(told.hours))[number]
            assert np.linalg.matrix_rank(np.vstack([equations, alone])) == rank + 1


@given(days_of_counts)
def test_a_hidden_count_may_be_anything_below_the_threshold_by_all_bounds(
    days: list[list[int]],
) -> None:
    told = published(days)
    equations, values = known(days, told)
    bounds = [(hour.low, hour.high) for hour in told.hours]
    for number, hour in enumerate(told.hours):
        if hour.visits is None:
            for sign, end in ((1, 0), (-1, 9)):
                weights = sign * np.eye(len(bounds))[number]
                best = linprog(
                    weights,
                    A_eq=equations if len(equations) else None,
                    b_eq=values if len(values) else None,
                    bounds=bounds,
                )
                assert best.success
                assert sign * float(best.fun or 0.0) == pytest.approx(end)


@pytest.mark.parametrize(("k", "hours"), [(2, 5), (3, 4), (4, 4), (5, 3)])
def test_who_knows_the_rules_and_all_that_is_published_can_exclude_no_small_count(
    k: int, hours: int
) -> None:
    possible: dict[Publication, list[set[int]]] = defaultdict(lambda: [set() for _ in range(hours)])
    for counts in itertools.product(range(k + 2), repeat=hours):
        for seen_here, count in zip(possible[published([counts], k)], counts, strict=True):
            seen_here.add(count)
    for told, seen in possible.items():
        for hour, counts_of_it in zip(told.hours, seen, strict=True):
            assert counts_of_it == (set(range(k)) if hour.visits is None else {hour.visits})


@given(days_of_counts)
def test_what_is_told_is_true_and_never_small(days: list[list[int]]) -> None:
    told = published(days)
    for cell in (*told.hours, *told.days):
        truth = sum(
            exact.visits
            for exact in cells_of(days)
            if cell.start <= exact.start < cell.start + cell.seconds
        )
        assert cell.low <= truth <= cell.high
        assert cell.visits in (None, truth)
        assert cell.visits is None or cell.visits >= 10


@given(days_of_counts)
def test_what_was_hidden_in_a_day_that_is_told_is_no_small_count_together(
    days: list[list[int]],
) -> None:
    told = published(days)
    for day in told.days:
        hours = [hour for hour in told.hours if 0 <= hour.start - day.start < DAY]
        hidden = [hour for hour in hours if hour.visits is None]
        if day.visits is not None and hidden:
            assert len(hidden) >= 2
            assert day.visits - sum(hour.visits or 0 for hour in hours) >= 10


@given(days_of_counts, st.integers(0, 3))
def test_a_day_is_told_the_same_whichever_days_are_published_with_it(
    days: list[list[int]], number: int
) -> None:
    day = number % len(days)
    alone = [cell for cell in cells_of(days) if cell.start // DAY == day]
    told = threshold(alone, time_zone=UTC, now=LATER)
    assert set(told.hours) <= set(published(days).hours)
    assert set(told.days) <= set(published(days).days)


def test_a_sum_with_one_hidden_hour_is_hidden_too() -> None:
    told = published([[40, 3]])
    assert told.hours[1] == PublishedCell("hall", 3600, 3600, None, 0, 9)
    assert told.days == (PublishedCell("hall", 0, DAY, None, 40, 49),)


def test_nobody_is_told_like_somebody() -> None:
    assert published([[40, 0]]) == published([[40, 1]])


def test_a_sum_with_many_hidden_hours_is_exact() -> None:
    assert published([[40, 3, 4, 5]]).days[0].visits == 52


def test_zones_are_hidden_one_by_one() -> None:
    cells = cells_of([[40, 3, 4, 5]], "hall") + cells_of([[40, 3]], "shop")
    told = threshold(cells, time_zone=UTC, now=LATER)
    assert {day.zone: day.visits for day in told.days} == {"hall": 52, "shop": None}


def test_minutes_are_published_as_hours() -> None:
    minutes = [Cell("hall", 60 * minute, 60, 1) for minute in range(60)]
    told = threshold(minutes, time_zone=UTC, now=LATER)
    assert told.hours == (PublishedCell("hall", 0, 3600, 60, 60, 60),)


def test_today_is_not_published_before_it_is_over() -> None:
    now = DAY + 3600.0
    told = threshold(cells_of([[20], [20]]), time_zone=UTC, now=now)
    assert [day.start for day in told.days] == [0]


def test_a_threshold_that_hides_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="hides nothing"):
        published([[1]], k=1)
