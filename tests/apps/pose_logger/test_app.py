"""The logger as a whole: poses in, a data folder and a report out."""

import json
from pathlib import Path

import msgspec
import pytest

from apps.pose_logger.app import run
from apps.pose_logger.published import published
from apps.pose_logger.report.documents import as_json
from apps.pose_logger.reporting import report_of, write_html
from apps.pose_logger.settings import LineSettings, LoggerSettings, ZoneSettings
from engine.poses import CameraError, OutputError, PoseFrame, PoseStream, UsageError, wire
from tests.apps.people import frame, person, stream

RATE = 10.0
START = "2026-03-01T10:00:00"
LEFT = ZoneSettings("left", ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)))
RIGHT = ZoneSettings("right", ((0.5, 0.0), (1.0, 0.0), (1.0, 1.0), (0.5, 1.0)))


def settings(folder: Path, **changes: object) -> LoggerSettings:
    base = LoggerSettings(data=str(folder / "data"))
    return msgspec.structs.replace(base, **changes)


def walk(seconds: float = 20.0) -> list[PoseFrame]:
    """Somebody walks from the left of the picture to its right, and is gone for 10 s."""
    steps = round(seconds * RATE)
    frames = [frame(person(1, x=0.05 + 0.9 * n / steps), number=n, rate=RATE) for n in range(steps)]
    return frames + [frame(number=n, rate=RATE) for n in range(steps, steps + 100)]


def log(frames: list[PoseFrame], chosen: LoggerSettings, **options: object) -> list[str]:
    reports: list[str] = []
    run(stream(frames), chosen, start=START, report=reports.append, **options)  # type: ignore[arg-type]
    return reports


def test_somebody_who_crosses_two_zones_is_reported_in_both(tmp_path: Path) -> None:
    chosen = settings(tmp_path, zones=(LEFT, RIGHT))
    assert log(walk(), chosen) == []
    report = report_of(tmp_path / "data", chosen)
    stays = {visit.zone: visit for visit in report.visits}
    assert set(stays) == {"left", "right"}
    assert stays["left"].seconds == pytest.approx(10.0, abs=1.0)
    assert stays["left"].went[:19] == "2026-03-01T10:00:10"
    assert {zone.zone: zone.entries for zone in report.zones} == {"left": 1, "right": 1}


def test_without_zones_the_picture_is_one(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    log(walk(), chosen)
    report = report_of(tmp_path / "data", chosen)
    assert [zone.zone for zone in report.zones] == ["everywhere"]
    assert [round(visit.seconds) for visit in report.visits] == [20]


def test_who_crosses_a_line_is_counted_by_its_direction(tmp_path: Path) -> None:
    down = LineSettings("door", (0.5, 0.0), (0.5, 1.0))
    up = LineSettings("gate", (0.5, 1.0), (0.5, 0.0))
    chosen = settings(tmp_path, lines=(down, up))
    log(walk(), chosen)
    lines = {
        line.line: (line.entries, line.exits) for line in report_of(tmp_path / "data", chosen).lines
    }
    assert sorted(lines.values()) == [(0, 1), (1, 0)]


def test_what_was_counted_is_written_though_the_stream_breaks_off(tmp_path: Path) -> None:
    poses = PoseStream(lossless=True, capacity=400)
    for one in walk():
        poses.deliver(wire.encode(one))
    poses.finish(CameraError("the camera is gone"))
    chosen = settings(tmp_path)
    with pytest.raises(CameraError, match="gone"):
        run(poses, chosen, start=START, report=lambda _: None)
    assert len(report_of(tmp_path / "data", chosen).visits) == 1


def test_two_runs_add_up(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    run(stream(walk()), chosen, start=START, report=lambda _: None)
    run(stream(walk()), chosen, start="2026-03-01T12:00:00", report=lambda _: None)
    report = report_of(tmp_path / "data", chosen)
    assert [visit.came[11:13] for visit in report.visits] == ["10", "12"]


def test_a_start_is_in_the_sites_time_zone(tmp_path: Path) -> None:
    chosen = settings(tmp_path, timezone="Europe/Berlin")
    log(walk(), chosen)
    told = json.loads(as_json(report_of(tmp_path / "data", chosen)))
    assert told["visits"][0]["in"].startswith("2026-03-01T10:00:00")
    assert told["visits"][0]["in"].endswith("+01:00")
    assert set(told["visits"][0]) == {"camera", "zone", "in", "out", "seconds", "censored"}


def test_a_start_that_is_no_time_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--start: 'noon' is no ISO time"):
        run(stream([]), settings(tmp_path), start="noon")


def test_zones_that_change_while_it_runs_are_counted_from_then_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.poses.live_settings._LOOK_SECONDS", 0.0)
    before, after = settings(tmp_path, zones=(LEFT,)), settings(tmp_path, zones=(RIGHT,))
    answers = iter([None] * 50 + [after])
    log(walk(), before, changed=lambda: next(answers, None))
    zones = {zone.zone: zone.entries for zone in report_of(tmp_path / "data", after).zones}
    assert zones == {"left": 1, "right": 1}


def test_a_folder_without_data_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is no folder"):
        report_of(tmp_path / "nothing", settings(tmp_path))
    (tmp_path / "data").mkdir()
    with pytest.raises(OutputError, match="no minute has been counted"):
        report_of(tmp_path / "data", settings(tmp_path))


def test_what_is_published_hides_small_counts(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    log(walk(), chosen)
    told = published(
        tmp_path / "data", chosen, days=None, k=10, epsilon=None, contribution=1, site=None
    )
    assert told.how == "counts below 10 are hidden"
    assert [(row["visits"], row["low"], row["high"]) for row in told.hours] == [(None, 0, 9)]


def test_the_page_is_whole(tmp_path: Path) -> None:
    chosen = settings(tmp_path, zones=(LEFT, RIGHT))
    log(walk(), chosen)
    write_html(report_of(tmp_path / "data", chosen), tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.rstrip().endswith("</html>")
    assert "left" in page
    assert "http://" not in page.replace("http://www.w3.org/", "")
