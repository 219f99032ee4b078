"""The command line: ``skeleton-crew …``, or ``python -m apps …``.

This is where an app meets an engine: it opens a stream of poses and hands it to an app.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from typer.exceptions import TyperException

from apps.anonymizer.settings import AnonymizerSettings
from apps.pose_logger.settings import LoggerSettings
from apps.synthesizer.settings import SynthesizerSettings
from engine.commands import (
    EngineSettings,
    add_engine_commands,
    bench_app,
    measure_chosen,
    open_poses,
    override,
    read_settings,
    say,
    shipped,
    soundfont,
    with_engine_options,
)
from engine.poses import SkeletonCrewError
from engine.poses.config_file import ConfigFile

app = typer.Typer(
    name="skeleton-crew",
    help="Installations that react to people without showing, keeping or sending their picture.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
add_engine_commands(app)

SourceArgument = Annotated[
    str | None, typer.Argument(help="Camera number, file, folder, URL or stage:NAME.")
]
Source = Annotated[str | None, typer.Option(help="Camera number, file, folder, URL or stage:NAME.")]
Replay = Annotated[Path | None, typer.Option(help="Play a recording of poses instead.")]
Record = Annotated[Path | None, typer.Option(help="Write what the app is told to a recording.")]
Config = Annotated[Path | None, typer.Option(help="Settings in TOML; flags override them.")]
Preset = Annotated[
    str | None, typer.Option(help="One of the config's; without --config: trio, calm, performance.")
]
Headless = Annotated[bool, typer.Option("--headless", help="Open no window.")]
Outputs = Annotated[
    list[Path] | None, typer.Option(help="Write what a window would show: .mp4 or .png.")
]
Mirror = Annotated[bool | None, typer.Option(help="Show people as in a mirror.")]
Fullscreen = Annotated[bool | None, typer.Option(help="Fill the screen.")]
Language = Annotated[
    list[str] | None, typer.Option(help="Language of the words, such as de; may be repeated.")
]

ENGINE_FRAMES = 200
"""How many pictures the engine is timed with before a whole way is put together."""

DEMO_SECONDS = 60.0
"""How long the demo runs where nobody can close a window."""


class AnonymizerConfig(AnonymizerSettings, frozen=True, forbid_unknown_fields=True):
    """A config file of the anonymizer: its settings, and those of the engine."""

    engine: EngineSettings = EngineSettings()


class SynthesizerConfig(SynthesizerSettings, frozen=True, forbid_unknown_fields=True):
    """A config file of the synthesizer: its settings, and those of the engine."""

    engine: EngineSettings = EngineSettings()


class LoggerConfig(LoggerSettings, frozen=True, forbid_unknown_fields=True):
    """A config file of the pose logger: its settings, and those of the engine."""

    engine: EngineSettings = EngineSettings()


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Take the options that every command has; :func:`main` looks for them itself."""


@app.command()
@with_engine_options
def detect(
    engine: dict[str, Any],
    source: SourceArgument = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON line a frame.")] = False,
    mirror: Annotated[bool, typer.Option(help="Positions as in a mirror.")] = False,
    replay: Replay = None,
    record: Record = None,
) -> None:
    """Print the poses in a picture, video or camera."""
    from apps import detect as app_detect

    with open_poses(engine, source, replay=replay, record=record, smooth=False) as poses:
        app_detect.run(poses, as_json=json, mirror=mirror)


@app.command()
@with_engine_options
def anonymizer(
    engine: dict[str, Any],
    source: Source = None,
    replay: Replay = None,
    record: Record = None,
    config: Config = None,
    output: Outputs = None,
    background: Annotated[
        Path | None, typer.Option(help="Write the picture of the empty scene to this .png.")
    ] = None,
    headless: Headless = False,
    mirror: Mirror = None,
    fullscreen: Fullscreen = None,
    language: Language = None,
) -> None:
    """Show people as skeletons over a picture of the empty scene."""
    from apps.anonymizer.app import run

    given = {"mirror": mirror, "fullscreen": fullscreen, "languages": language}
    settings = override(read_settings(config, AnonymizerConfig), given)
    in_window = not headless and not output
    with open_poses(
        engine,
        source,
        settings=settings.engine,
        replay=replay,
        record=record,
        background=True,
        real_time=in_window,
    ) as poses:
        run(poses, settings, outputs=output or (), background=background, headless=headless)


@app.command()
@with_engine_options
def synthesizer(
    engine: dict[str, Any],
    source: Source = None,
    replay: Replay = None,
    record: Record = None,
    config: Config = None,
    preset: Preset = None,
    key: Annotated[str | None, typer.Option(help="C, F#, Bb …")] = None,
    scale: Annotated[str | None, typer.Option(help="Such as 'minor pentatonic'.")] = None,
    midi: Annotated[Path | None, typer.Option(help="Write a standard MIDI file.")] = None,
    wav: Annotated[Path | None, typer.Option(help="Write what would be heard to a .wav.")] = None,
    output: Outputs = None,
    midi_port: Annotated[
        str | None,
        typer.Option(help="Play to the MIDI port that is called so, or to our own: virtual."),
    ] = None,
    osc: Annotated[str | None, typer.Option(metavar="HOST:PORT", help="Tell by OSC.")] = None,
    sound: Annotated[bool | None, typer.Option(help="Play aloud.")] = None,
    headless: Headless = False,
    mirror: Mirror = None,
    fullscreen: Fullscreen = None,
    language: Language = None,
) -> None:
    """Let up to three people play music with their hands: right for the note, left for how loud."""
    from apps.synthesizer.app import has_an_audience, run

    given = {
        "key": key,
        "scale": scale,
        "midi": _given(port=midi_port),
        "osc": _given(address=osc),
        "sound": _given(on=sound),
        "mirror": mirror,
        "fullscreen": fullscreen,
        "languages": language,
    }
    file = _synthesizer_config(config, preset, _given(**given))
    settings = file.read()
    pictures = output or ()
    with open_poses(
        engine,
        source,
        settings=settings.engine,
        replay=replay,
        record=record,
        background=settings.show_background and (bool(pictures) or not (headless or wav)),
        real_time=has_an_audience(settings, wav=wav, pictures=pictures, headless=headless),
        scene="stage:conductor",
    ) as poses:
        run(
            poses,
            settings,
            soundfont=lambda: soundfont(settings.sound.soundfont, say),
            midi=midi,
            wav=wav,
            pictures=pictures,
            headless=headless,
            changed=file.changed,
            report=say,
        )


@app.command()
@with_engine_options
def logger(
    engine: dict[str, Any],
    source: Source = None,
    replay: Replay = None,
    record: Record = None,
    config: Config = None,
    data: Annotated[Path | None, typer.Option(help="The folder that counts go to.")] = None,
    site: Annotated[str | None, typer.Option(help="The site's name.")] = None,
    camera: Annotated[str | None, typer.Option(help="The camera's name.")] = None,
    start: Annotated[
        str | None, typer.Option(metavar="ISO-TIME", help="When a video begins.")
    ] = None,
) -> None:
    """Count visitors: who was where, when, and for how long; skeletons for a day at most."""
    from apps.pose_logger.app import run

    given = _given(data=str(data) if data else None, site=site, camera=camera)
    file = ConfigFile(config, LoggerConfig, given=given)
    settings = file.read()
    with open_poses(
        engine, source, settings=settings.engine, replay=replay, record=record
    ) as poses:
        run(poses, settings, start=start, changed=file.changed, report=say)


@app.command()
def report(
    data: Annotated[Path, typer.Argument(help="The folder that the logger writes to.")],
    days: Annotated[
        str | None,
        typer.Option(help="today, yesterday, 'last week', 2026-11-01..2026-11-21 …"),
    ] = None,
    site: Annotated[str | None, typer.Option(help="One site of several.")] = None,
    time_zone: Annotated[
        str | None, typer.Option(help="Of hours and days, such as Europe/Berlin.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="The logger's config: time zone, rooms, floor.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    csv: Annotated[Path | None, typer.Option(help="Write tables as CSV to this folder.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page to read and to print.")] = None,
    backend: Annotated[
        str, typer.Option(help="What does the sums: duckdb, spark or spark://HOST:PORT.")
    ] = "duckdb",
    publish: Annotated[
        bool, typer.Option("--publish", help="Only what may leave the house: small counts hidden.")
    ] = False,
    threshold: Annotated[int, typer.Option(help="The smallest count that is published.")] = 10,
    epsilon: Annotated[
        float | None, typer.Option(help="Publish all counts, with noise; spends privacy budget.")
    ] = None,
    contribution: Annotated[
        int, typer.Option(help="In how many counts one visit may be, for the noise.")
    ] = 1,
) -> None:
    """Tell who was where, when and for how long, from what the logger wrote."""
    from apps.pose_logger.report.documents import as_csv, as_json
    from apps.pose_logger.report.terminal import as_table
    from apps.pose_logger.reporting import report_of, write_html

    settings = ConfigFile(config, LoggerConfig, given=_given(timezone=time_zone)).read()
    if publish:
        from apps.pose_logger.published import published

        counts = published(
            data,
            settings,
            days=days,
            site=site,
            k=threshold,
            epsilon=epsilon,
            contribution=contribution,
        )
        typer.echo(counts.as_json() if json else counts.as_text())
        return
    in_full = json or csv is not None
    told = report_of(data, settings, days=days, site=site, backend=backend, list_minutes=in_full)
    if csv is not None:
        as_csv(told, csv)
    if html is not None:
        write_html(told, html)
    if json:
        typer.echo(as_json(told), nl=False)
    elif csv is None and html is None:
        typer.echo(as_table(told, colour=sys.stdout.isatty()), nl=False)
    for skipped in told.skipped:
        say(f"not read: {skipped.file}: {skipped.reason}")


@bench_app.command("synthesizer")
@with_engine_options
def bench_synthesizer(
    engine: dict[str, Any],
    source: Source = None,
    config: Config = None,
    preset: Preset = None,
    run: Annotated[float, typer.Option(help="Seconds to play in real time.")] = 10.0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Measure the way from a picture to its sound, step by step, and a run in real time."""
    from apps.synthesizer import benchmark

    settings = _synthesizer_config(config, preset).read()
    given = {"skip": 10.0, "seconds": 20.0} | engine | {"source": source or "stage:conductor"}
    chosen = override(settings.engine, given)
    whole = measure_chosen(chosen, ENGINE_FRAMES).whole
    with open_poses({}, settings=chosen) as poses:
        frames = list(poses)
    report = benchmark.measure(
        frames,
        settings,
        soundfont(settings.sound.soundfont, say),
        run,
        engine=benchmark.Timing(whole.p50, whole.p95, whole.p99),
    )
    typer.echo(msgspec.json.encode(report).decode() if as_json else report.as_text())


@app.command()
def demo(source: SourceArgument = None) -> None:
    """See people as skeletons: in a window, or without a display in out/anonymizer.mp4."""
    from apps.anonymizer.app import run
    from apps.display.window import has_display

    outputs = [] if has_display() else [Path("out/anonymizer.mp4"), Path("out/anonymizer.png")]
    engine = {"seconds": DEMO_SECONDS} if outputs else {}
    with open_poses(engine, source, background=True, real_time=not outputs) as poses:
        if outputs:
            outputs[0].parent.mkdir(exist_ok=True)
            say(f"there is no display, so this goes to {outputs[0]} and {outputs[1]}")
        run(poses, AnonymizerConfig(), outputs=outputs)
    if outputs:
        say(f"done: look at {outputs[0]} and {outputs[1]}")


def main() -> None:
    """Run the command line; errors are one line on stderr, and the traceback only on demand."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    debug = len(arguments) < len(sys.argv) - 1
    try:
        sys.exit(app(arguments, prog_name="skeleton-crew", standalone_mode=False) or 0)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except TyperException as error:
        _fail(error.format_message(), error.exit_code)
    except SkeletonCrewError as error:
        if debug:
            raise
        _fail(str(error), error.exit_status)
    except Exception as error:
        if debug:
            raise
        _fail(f"a fault in skeleton-crew itself: {error!r}; --debug shows where", 1)


def _synthesizer_config(
    path: Path | None, preset: str | None, given: dict[str, Any] | None = None
) -> ConfigFile[SynthesizerConfig]:
    """The synthesizer's config file; a preset without a file is one of those that come along."""
    if preset is not None and path is None:
        path = shipped("config/synthesizer.toml")
    return ConfigFile(path, SynthesizerConfig, preset=preset, given=given)


def _given(**values: Any) -> dict[str, Any]:  # noqa: ANN401
    """Those of ``values`` that are neither None nor empty."""
    return {name: value for name, value in values.items() if value not in (None, {})}


def _fail(message: str, status: int) -> None:
    one_line = " ".join(message.split())
    typer.echo(f"skeleton-crew: {one_line}", err=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
