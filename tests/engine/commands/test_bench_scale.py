from pathlib import Path

import msgspec
import pytest
import typer
from typer.testing import CliRunner

from engine.benchmark import STEPS, Measurement, Throughput, Timing
from engine.benchmark.scale import Cameras, Scale
from engine.commands.bench_scale import BEGIN, END, bench_scale

TIMING = Timing(10.0, 11.0, 12.0)
FLAT_OUT = Throughput(90.0, 100.0, 0.9, 0.8, 0.95, 20.0, 300.0, 3)
ONE = Measurement(
    *("any", (640, 480), 40, 3.0, TIMING, TIMING, 1.05, 90.0),
    dict.fromkeys(STEPS, TIMING),
    1.1,
    FLAT_OUT,
)
SCALE = Scale("any", [(20, ONE)], [((3840, 2160), ONE)], [Cameras(4, 88.0, 21.0, 120.0)])


@pytest.fixture(autouse=True)
def canned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.benchmark.scale.measure_scale", lambda *_: SCALE)


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.command()(bench_scale)
    return app


def test_the_tables_take_the_place_of_those_before_and_the_text_around_stays(
    app: typer.Typer, tmp_path: Path
) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    result = CliRunner().invoke(app, ["--model", "any", "--into", str(document)])
    assert result.exception is None, result.exception
    text = document.read_text()
    assert text.startswith(f"before\n{BEGIN}\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "old" not in text
    for row in ("| 20 | 3 | 10.0 |", "| 3840x2160 | 3 | 10.0 |", "| 4 | 88.0 | 21.0 | 120 |"):
        assert row in text
    assert "| 1.05 | 90.0 | 90 % |" in text


def test_programs_get_all_of_it(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["--model", "any", "--json"])
    assert msgspec.json.decode(result.stdout, type=list[Scale]) == [SCALE]
