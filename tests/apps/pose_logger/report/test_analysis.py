from pathlib import Path

import pytest

from apps.pose_logger.records import Record
from apps.pose_logger.report.analysis import analyse
from apps.pose_logger.report.answers import Report
from apps.pose_logger.storage.archive import Archive
from apps.pose_logger.storage.store import Store
from engine.poses import UnknownNameError
from tests.apps.pose_logger.report.museum import (
    BERLIN,
    archive,
    crossings,
    days,
    minute,
    moment,
    stay,
    stays,
)

_NOON = moment("2026-11-18T12:00")
_LATER = moment("2026-12-31T12:00")


def _report(folder: Path, *records: Record, day: str = "2026-11-18", zone: str = "UTC") -> Report:
    return analyse(archive(folder, *records), days(day), now=_LATER, time_zone=zone)


def test_a_zone_is_told_over_the_time_in_which_it_was_observed(tmp_path: Path) -> None:
    zone = _report(
        tmp_path,
        minute(_NOON, people=2.0, entries=3, exits=1),
        minute(_NOON + 60, people=1.0, exits=2, observed=30.0),
        minute(_NOON + 120, observed=0.0),
    ).zones[0]
    assert (zone.camera, zone.zone, zone.entries, zone.exits) == ("north", "hall", 3, 3)
    assert zone.person_hours == pytest.approx(150 / 3600, abs=1e-3)
    assert zone.mean_people == pytest.approx(150 / 90, abs=1e-3)
    assert zone.most_people == 2
    assert zone.observed_seconds == 90
    assert zone.seconds == 86_400
    assert zone.observed_share == pytest.approx(90 / 86_400)


def test_nobody_is_zero_and_not_observed_is_none(tmp_path: Path) -> None:
    report = _report(tmp_path, minute(_NOON), minute(_NOON + 3600, observed=0.0))
    seen, blind = report.hours
    assert (seen.hour, seen.mean_people, seen.most_people) == (12, 0.0, 0)
    assert (blind.hour, blind.mean_people, blind.most_people) == (13, None, None)


def test_what_was_never_recorded_is_in_no_list(tmp_path: Path) -> None:
    report = _report(tmp_path, minute(_NOON))
    assert [hour.hour for hour in report.hours] == [12]
    assert [day.date for day in report.days] == ["2026-11-18"]


def test_time_that_has_not_come_yet_was_not_missed(tmp_path: Path) -> None:
    data = archive(tmp_path, *(minute(_NOON - 43_200 + 60 * n) for n in range(720)))
    report = analyse(data, days("2026-11-18"), now=_NOON)
    assert report.zones[0].observed_share == 1.0


def test_only_the_days_that_are_asked_about_count(tmp_path: Path) -> None:
    records = [
        minute(moment(f"2026-11-{day}T{time}"), entries=1)
        for day, time in [(17, "23:59"), (18, "00:00"), (18, "23:59"), (19, "00:00")]
    ]
    assert _report(tmp_path, *records).zones[0].entries == 2


def test_days_and_hours_are_those_of_the_site(tmp_path: Path) -> None:
    late = moment("2026-11-18T23:30")  # 00:30 on the 19th, a Thursday, in Berlin
    report = _report(tmp_path, minute(late, entries=1), day="2026-11-19", zone="Europe/Berlin")
    assert [day.date for day in report.days] == ["2026-11-19"]
    assert [(hour.weekday, hour.hour) for hour in report.hours] == [(3, 0)]


def test_the_repeated_hour_of_autumn_has_two_hours_time(tmp_path: Path) -> None:
    first = moment("2026-10-25T00:00")  # 2:00 in summer; an hour later it is 2:00 in winter
    records = [minute(first + 60 * number, people=1.0) for number in range(120)]
    report = _report(tmp_path, *records, day="2026-10-25", zone="Europe/Berlin")
    (hour,) = report.hours
    assert (hour.hour, hour.seconds, hour.observed_share) == (2, 7200.0, 1.0)
    assert hour.mean_people == 1.0


def test_no_minute_falls_into_the_hour_that_spring_leaves_out(tmp_path: Path) -> None:
    start, end = days("2026-03-29").limits(BERLIN)
    records = [minute(time) for time in range(start, end, 60)]
    report = _report(tmp_path, *records, day="2026-03-29", zone="Europe/Berlin")
    assert [hour.hour for hour in report.hours] == [0, 1, *range(3, 24)]
    assert {hour.observed_share for hour in report.hours} == {1.0}


def test_a_time_zone_that_is_half_an_hour_off_is_right_to_the_minute(tmp_path: Path) -> None:
    before, after = moment("2026-11-17T18:29"), moment("2026-11-17T18:30")
    report = _report(
        tmp_path,
        minute(before, entries=1),
        minute(after, entries=10),
        zone="Asia/Kolkata",
    )
    assert [(hour.hour, hour.entries) for hour in report.hours] == [(0, 10)]


def test_dwell_is_told_with_what_was_not_seen_of_it(tmp_path: Path) -> None:
    report = _report(
        tmp_path,
        minute(_NOON),
        stays(_NOON, 60, visits=6, censored=1),
        stays(_NOON, 90, visits=4),
        stays(_NOON + 86_400, 600, visits=9),
    )
    zone = report.zones[0]
    assert (zone.visits, zone.censored) == (10, 1)
    assert zone.median_dwell is not None
    assert 60 < zone.median_dwell < 100
    assert [(row.seconds, row.below, row.visits, row.censored) for row in report.dwell] == [
        (60, 90, 6, 1),
        (90, 120, 4, 0),
    ]


def test_single_visits_have_times_of_the_site_and_say_what_was_not_seen(tmp_path: Path) -> None:
    report = _report(
        tmp_path,
        stay(_NOON + 0.25, _NOON + 10.5),
        stay(_NOON + 1, _NOON + 2, lost_inside=True),
        stay(_NOON + 3, _NOON + 4, born_inside=True),
        zone="Europe/Berlin",
    )
    first, *others = report.visits
    assert first.came == "2026-11-18T13:00:00.250+01:00"
    assert first.went == "2026-11-18T13:00:10.500+01:00"
    assert first.seconds == 10.25
    assert not first.censored
    assert [visit.censored for visit in others] == [True, True]


def test_minutes_are_listed_for_two_days_and_not_for_more(tmp_path: Path) -> None:
    data = archive(tmp_path, minute(_NOON, people=1.0), minute(_NOON + 60, observed=0.0))
    report = analyse(data, days("2026-11-17", "2026-11-18"), now=_LATER)
    assert report.minutes is not None
    seen, blind = report.minutes
    assert (seen.minute, seen.mean_people) == ("2026-11-18T12:00:00+00:00", 1.0)
    assert (blind.mean_people, blind.max_people) == (None, None)
    longer = analyse(data, days("2026-11-16", "2026-11-18"), now=_LATER)
    assert longer.minutes is None


def test_a_minute_that_a_restart_cut_in_two_is_one(tmp_path: Path) -> None:
    report = _report(
        tmp_path,
        minute(_NOON, people=1.0, entries=1, observed=20.0),
        minute(_NOON, people=3.0, entries=1, observed=30.0),
    )
    assert report.minutes is not None
    (only,) = report.minutes
    assert (only.entries, only.max_people, only.observed_seconds) == (2, 3, 50.0)
    assert only.mean_people == pytest.approx(110 / 50)


def test_a_line_is_no_zone_even_if_nobody_crossed_it(tmp_path: Path) -> None:
    report = _report(tmp_path, minute(_NOON), crossings(_NOON, "door"))
    assert [zone.zone for zone in report.zones] == ["hall"]
    assert [line.line for line in report.lines] == ["door"]
    assert {hour.zone for hour in report.hours} == {day.zone for day in report.days} == {"hall"}


def test_rows_that_are_in_no_file_yet_count(tmp_path: Path) -> None:
    store = Store(tmp_path, "museum", report=print)
    store.write([minute(_NOON, entries=1), stay(_NOON, _NOON + 5)], float(_NOON))
    store.tend(float(_NOON))
    store.write([minute(_NOON + 60, entries=1)], _NOON + 2.0)
    report = analyse(Archive(tmp_path), days("2026-11-18"), now=_LATER)
    store.close()
    assert report.zones[0].entries == 2
    assert len(report.visits) == 1


def test_cameras_of_several_sites_are_told_apart(tmp_path: Path) -> None:
    archive(tmp_path, minute(_NOON, entries=1), site="museum")
    data = archive(tmp_path, minute(_NOON, entries=2), site="gallery")
    both = analyse(data, days("2026-11-18"), now=_LATER)
    assert both.sites == ["gallery", "museum"]
    assert [(zone.camera, zone.entries) for zone in both.zones] == [
        ("gallery/north", 2),
        ("museum/north", 1),
    ]
    one = analyse(data, days("2026-11-18"), now=_LATER, sites=["museum"])
    assert [(zone.camera, zone.entries) for zone in one.zones] == [("north", 1)]


def test_an_unknown_site_or_backend_is_told_with_those_there_are(tmp_path: Path) -> None:
    data = archive(tmp_path, minute(_NOON))
    with pytest.raises(UnknownNameError, match="no site is called 'musem'; known: museum"):
        analyse(data, days("2026-11-18"), now=_LATER, sites=["musem"])
    with pytest.raises(UnknownNameError, match="no backend is called 'duck'; known: duckdb"):
        analyse(data, days("2026-11-18"), now=_LATER, backend="duck")


def test_a_folder_without_data_gives_an_empty_report(tmp_path: Path) -> None:
    report = analyse(Archive(tmp_path), days("2026-11-18"), now=_LATER)
    assert (report.zones, report.visits, report.minutes, report.floor) == ([], [], [], [])


def test_a_file_that_is_damaged_in_its_middle_is_left_out_and_named(tmp_path: Path) -> None:
    data = archive(
        tmp_path,
        *(minute(_NOON + 60 * number, entries=1) for number in range(600)),
        minute(_NOON + 86_400, entries=7),
    )
    good, bad = sorted(tmp_path.glob("table=minutes/**/*.parquet"), key=lambda file: file.parent)[
        ::-1
    ]
    whole = bad.read_bytes()
    bad.write_bytes(whole[:4] + bytes(len(whole) // 2) + whole[4 + len(whole) // 2 :])
    report = analyse(data, days("2026-11-18", "2026-11-19"), now=_LATER)
    assert sum(zone.entries for zone in report.zones) == 7
    assert [file.file for file in report.skipped] == [str(bad)]
    assert good.exists()
