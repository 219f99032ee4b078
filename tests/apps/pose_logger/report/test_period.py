import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.pose_logger.report.period import local_hours, offsets, period, weekdays
from engine.poses import UsageError
from tests.apps.pose_logger.report.museum import BERLIN, days, moment

_TODAY = datetime.date(2026, 11, 19)

_ZONES = ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York", "Pacific/Auckland"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2026-11-19", "2026-11-19"),
        ("yesterday", "2026-11-18", "2026-11-18"),
        ("This week", "2026-11-16", "2026-11-19"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("this month", "2026-11-01", "2026-11-19"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("2026-02-28", "2026-02-28", "2026-02-28"),
        ("2026-02-01..2026-02-28", "2026-02-01", "2026-02-28"),
    ],
)
def test_a_range_of_days_has_a_name_or_dates(text: str, first: str, last: str) -> None:
    assert period(text, _TODAY) == days(first, last)


def test_last_month_of_january_is_december() -> None:
    assert period("last month", datetime.date(2026, 1, 5)) == days("2025-12-01", "2025-12-31")


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-02-30", "2026-02-01..", "..", "1..2"])
def test_what_is_no_range_of_days_is_told_with_what_is_one(text: str) -> None:
    with pytest.raises(UsageError, match=r"last week, .*, DATE or DATE\.\.DATE"):
        period(text, _TODAY)


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(UsageError, match="ends before it begins"):
        period("2026-02-02..2026-02-01", _TODAY)


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-25", 25)]
)
def test_a_day_has_the_hours_that_the_local_clock_gives_it(day: str, hours: int) -> None:
    start, end = days(day).limits(BERLIN)
    assert (end - start) / 3600 == hours
    assert sum(seconds for _, seconds in local_hours(start, end, BERLIN)) == hours * 3600


def test_the_hour_that_is_left_out_is_not_there_and_the_repeated_one_is_twice() -> None:
    spring = [hour.hour for hour, _ in local_hours(*days("2026-03-29").limits(BERLIN), BERLIN)]
    autumn = [hour.hour for hour, _ in local_hours(*days("2026-10-25").limits(BERLIN), BERLIN)]
    assert 2 not in spring
    assert autumn.count(2) == 2


def test_changes_of_the_clocks_are_found_to_the_second() -> None:
    start, end = days("2026-01-01", "2026-12-31").limits(BERLIN)
    assert [(offset.start, offset.seconds) for offset in offsets(start, end, BERLIN)] == [
        (start, 3600),
        (moment("2026-03-29T01:00"), 7200),
        (moment("2026-10-25T01:00"), 3600),
    ]


@given(
    name=st.sampled_from(_ZONES),
    start=st.integers(1_500_000_000, 1_900_000_000),
    length=st.integers(1, 400 * 86_400),
    share=st.floats(0, 1, exclude_max=True),
)
def test_offsets_say_what_the_time_zone_says(
    name: str, start: int, length: int, share: float
) -> None:
    zone = ZoneInfo(name)
    time = start + int(share * length)
    known = [offset for offset in offsets(start, start + length, zone) if offset.start <= time]
    shift = datetime.datetime.fromtimestamp(time, zone).utcoffset()
    assert shift is not None
    assert known[-1].seconds == shift.total_seconds()


def test_weekdays_come_in_the_order_of_the_week() -> None:
    assert weekdays("2026-11-21", "2026-11-23") == [0, 5, 6]
    assert weekdays("2026-11-21", "2027-11-23") == [0, 1, 2, 3, 4, 5, 6]
