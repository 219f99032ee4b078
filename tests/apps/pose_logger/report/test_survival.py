import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.pose_logger.records import DWELL_CLASSES
from apps.pose_logger.report.survival import DwellClass, dwell

_ENDS = dict(pairwise(DWELL_CLASSES))


def _table(times: list[tuple[float, bool]]) -> list[DwellClass]:
    """Classes of these dwell times, each with whether its end was not seen."""
    starts = [max(start for start in DWELL_CLASSES if start <= time) for time, _ in times]
    return [
        DwellClass(
            start,
            _ENDS.get(start),
            starts.count(start),
            sum(cut for at, (_, cut) in zip(starts, times, strict=True) if at == start),
        )
        for start in sorted(set(starts))
    ]


def test_nobody_has_no_dwell() -> None:
    assert dwell([]) is None


def test_stays_of_one_class_are_spread_evenly() -> None:
    estimate = dwell([DwellClass(60, 90, 10, 0)])
    assert estimate is not None
    assert estimate.median == pytest.approx(75)
    assert estimate.mean == pytest.approx(75)


def test_time_before_the_first_class_counts() -> None:
    estimate = dwell([DwellClass(10, 20, 1, 0), DwellClass(20, 30, 1, 0)])
    assert estimate is not None
    assert estimate.mean == pytest.approx(20, abs=0.5)
    assert estimate.median == pytest.approx(20)


def test_where_no_end_was_seen_there_is_no_median() -> None:
    estimate = dwell([DwellClass(60, 90, 10, 10)])
    assert estimate is not None
    assert estimate.median is None


def test_stays_whose_end_was_not_seen_do_not_make_the_estimate_shorter() -> None:
    chance = random.Random(7)
    truth = [chance.expovariate(1 / 120) for _ in range(20_000)]
    cuts = [chance.expovariate(1 / 240) for _ in truth]
    seen = [(min(time, cut), cut < time) for time, cut in zip(truth, cuts, strict=True)]
    estimate = dwell(_table(seen))
    assert estimate is not None
    assert estimate.median == pytest.approx(sorted(truth)[10_000], rel=0.05)
    assert estimate.mean == pytest.approx(sum(truth) / len(truth), rel=0.05)
    as_if_complete = sum(time for time, _ in seen) / len(seen)
    assert as_if_complete < 0.75 * estimate.mean


_TIMES = st.lists(st.tuples(st.floats(0, 3599), st.booleans()), min_size=1, max_size=60)


@given(_TIMES)
def test_the_mean_is_within_what_was_seen_at_most(times: list[tuple[float, bool]]) -> None:
    estimate = dwell(_table(times))
    assert estimate is not None
    longest = max(row.end or 0.0 for row in _table(times))
    assert 0 <= estimate.mean <= longest + 1e-9
    assert estimate.median is None or 0 <= estimate.median <= longest + 1e-9


@given(_TIMES)
def test_to_lose_sight_of_somebody_never_shortens_dwell(
    times: list[tuple[float, bool]],
) -> None:
    known = dwell(_table([(time, False) for time, _ in times]))
    unsure = dwell(_table(times))
    assert known is not None
    assert unsure is not None
    assert unsure.mean >= known.mean - 1e-9
