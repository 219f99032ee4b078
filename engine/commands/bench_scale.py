"""``skeleton-crew bench scale``: how speed goes with people, cameras and resolution, as tables."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from engine.commands.options import override, say
from engine.settings import EngineSettings
from engine.speeds import machine

if TYPE_CHECKING:
    from engine.benchmark import Measurement
    from engine.benchmark.scale import Cameras, Scale

MODELS = ("human-pose-estimation-0001", "posenet-641x481")

BEGIN, END = "<!-- begin bench scale -->", "<!-- end bench scale -->"
"""Between these lines of a document the tables are put."""


def bench_scale(
    model: Annotated[list[str] | None, typer.Option(help="A model; may be given again.")] = None,
    frames: Annotated[int, typer.Option(min=20, help="How many pictures to time each.")] = 40,
    rounds: Annotated[int, typer.Option(min=1, help="How often to run flat out.")] = 3,
    into: Annotated[
        Path | None, typer.Option(help="Put the tables into this document, in place of its own.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array.")] = False,
) -> None:
    """Measure 1 to 20 people, 1 to 4 cameras, and pictures from 480 to 2160 rows."""
    scales = [_measured(name, frames, rounds) for name in model or MODELS]
    if as_json:
        typer.echo(msgspec.json.encode(scales))
        return
    text = "\n".join(_document(scales))
    if into is None:
        typer.echo(text)
        return
    before, _, rest = into.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    into.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def _measured(name: str, frames: int, rounds: int) -> "Scale":
    from engine import assembly
    from engine.benchmark.scale import measure_scale

    settings = override(EngineSettings(), {"model": name})
    return measure_scale(
        lambda at_once: assembly.open_networks(settings, say, at_once=at_once), frames, rounds
    )


def _document(scales: Iterable["Scale"]) -> Iterator[str]:
    today = datetime.now(UTC)
    yield f"Measured on {today:%Y-%m-%d}: {machine()}. Times are medians in milliseconds."
    for scale in scales:
        yield f"\n### {scale.model}\n"
        yield from _table(
            ("people in the picture", *_HEADINGS),
            ((str(number), *_row(one)) for number, one in scale.people),
        )
        yield ""
        yield from _table(
            ("picture, three people", *_HEADINGS),
            ((f"{width}x{height}", *_row(one)) for (width, height), one in scale.sizes),
        )
        yield ""
        yield from _table(
            ("cameras", "frames/s, all together", "processor time a frame", "memory, MB"),
            (_cameras_row(cameras) for cameras in scale.cameras),
        )


_HEADINGS = (
    *("found", "bare model", "fit", "decode", "track", "smooth", "wire", "whole / bare"),
    *("frames/s", "of the limit"),
)


def _row(one: "Measurement") -> Sequence[str]:
    share = one.throughput.share if one.throughput else None
    steps = ("fit", "decode", "track", "smooth", "wire")
    return (
        f"{one.people:g}",
        f"{one.bare.p50:.1f}",
        *(f"{one.steps[step].p50:.2f}" for step in steps),
        f"{one.ratio:.2f}",
        f"{one.frames_per_second:.1f}",
        "" if share is None else f"{100 * share:.0f} %",
    )


def _cameras_row(cameras: "Cameras") -> Sequence[str]:
    return (
        str(cameras.count),
        f"{cameras.frames_per_second:.1f}",
        f"{cameras.cpu_ms:.1f}",
        f"{cameras.megabytes:.0f}",
    )


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield "|" + "---|" * len(headings)
    for row in rows:
        yield f"| {' | '.join(row)} |"
