import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import typer
from typer.testing import CliRunner

from apps.anonymizer.benchmark import Report
from apps.anonymizer.settings import AnonymizerSettings
from apps.commands import bench_anonymizer
from engine.poses import PoseFrame, PoseStream
from engine.settings import EngineSettings
from tests.apps.people import frame, person, room, stream


def trio() -> list[PoseFrame]:
    return [frame(*(person(id_, id_ / 4) for id_ in (1, 2, 3)), number=n) for n in range(5)]


def run(monkeypatch: pytest.MonkeyPatch, *messages: list[PoseFrame]) -> tuple[int, str]:
    """The status and the output of the command, whose engine gives ``messages``, call by call."""
    asked: Iterator[list[PoseFrame]] = iter(messages)

    @contextmanager
    def open_poses(
        _: object, *, settings: EngineSettings, background: bool = False
    ) -> Iterator[PoseStream]:
        assert settings.source in ("stage:trio", "stage:visit")
        scene = [room()] if background else []
        yield stream([*scene, *next(asked)])

    monkeypatch.setattr(bench_anonymizer, "open_poses", open_poses)
    app = typer.Typer()
    app.command()(bench_anonymizer.bench_anonymizer)
    result = CliRunner().invoke(app, ["--json"])
    return result.exit_code, result.stdout


def test_drawing_is_measured_frame_by_frame() -> None:
    report = Report.measure(trio(), room(), AnonymizerSettings())
    assert (report.size, report.frames, report.people) == ((1280, 720), 5, 3.0)
    assert 0.0 < report.drawing.p50 <= report.drawing.p95
    assert report.as_text().startswith("drawing 1280x720, 3 people, 5 frames: ")


def test_people_of_one_scene_are_drawn_over_the_vetted_background_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    status, output = run(monkeypatch, trio(), [frame()])
    assert status == 0
    assert json.loads(output)["people"] == 3.0
