from zoneinfo import ZoneInfo

import pytest

from apps.pose_logger.publishing import Cell, PublishedCell, daily, total
from apps.pose_logger.publishing.cells import by_day, hourly, midnight

BERLIN = ZoneInfo("Europe/Berlin")
LATER = 2_000_000_000.0


def test_minutes_are_added_up_to_hours() -> None:
    minutes = [Cell("hall", 7200 + 60 * minute, 60, 1) for minute in range(90)]
    assert hourly(minutes) == [Cell("hall", 7200, 3600, 60), Cell("hall", 10800, 3600, 30)]


@pytest.mark.parametrize("cell", [Cell("hall", 0, 7200, 1), Cell("hall", 3599, 60, 1)])
def test_a_cell_of_more_than_one_hour_is_refused(cell: Cell) -> None:
    with pytest.raises(ValueError, match="more than one hour"):
        hourly([cell])


@pytest.mark.parametrize(
    ("day", "hours"), [("2025-03-29", 24), ("2025-03-30", 23), ("2025-10-26", 25)]
)
def test_a_day_is_the_sites_own_and_as_long_as_it_was(day: str, hours: int) -> None:
    from datetime import date

    start = midnight(date.fromisoformat(day), BERLIN)
    cells = [Cell("hall", start + 3600 * hour, 3600, 2) for hour in range(hours)]
    assert daily(cells, BERLIN, LATER) == [Cell("hall", start, 3600 * hours, 2 * hours)]


def test_a_day_that_is_still_going_on_is_left_out() -> None:
    cells = [Cell("hall", 86_400 * day, 3600, 50) for day in range(3)]
    ended = by_day(cells, ZoneInfo("UTC"), now=2 * 86_400 + 80_000)
    assert [day.isoformat() for day in ended] == ["1970-01-01", "1970-01-02"]


def test_a_total_adds_up_bounds_and_is_exact_only_where_they_meet() -> None:
    exact = PublishedCell("hall", 0, 86_400, 20, 20, 20)
    hidden = PublishedCell("hall", 86_400, 86_400, None, 0, 18)
    assert total("hall", [exact, exact]) == PublishedCell("hall", 0, 86_400, 40, 40, 40)
    assert total("hall", [exact, hidden]) == PublishedCell("hall", 0, 172_800, None, 20, 38)
