"""The options that every command with an engine has."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, TypeVar

import msgspec
import typer

from engine.poses.config import read_config
from engine.poses.errors import UsageError
from engine.settings import Precision, RuntimeName

Settings = TypeVar("Settings", bound=msgspec.Struct)

_SOURCE = "Camera number, file, folder, URL or stage:NAME."
SourceOption = Annotated[str | None, typer.Option(help=_SOURCE)]
SourceArgument = Annotated[str | None, typer.Argument(help=_SOURCE)]


def engine_options(
    model: Annotated[str | None, typer.Option(help="Pose model, NAME.toml, or auto.")] = None,
    runtime: Annotated[RuntimeName | None, typer.Option(help="What runs the model.")] = None,
    device: Annotated[
        str | None, typer.Option(help="AUTO, CPU, GPU, NPU; edgetpu, edgetpu:usb, edgetpu:pci …")
    ] = None,
    precision: Annotated[Precision | None, typer.Option(help="Of the arithmetic.")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Of the CPU, for the model.")] = None,
    posenet_decoder: Annotated[
        str | None, typer.Option(metavar="PATH", help="Coral's posenet_decoder.so.")
    ] = None,
    resolution: Annotated[
        str | None, typer.Option(metavar="WxH", help="Picture size, such as 1280x720.")
    ] = None,
    skip: Annotated[float | None, typer.Option(help="Seconds of a file to skip.")] = None,
    seconds: Annotated[float | None, typer.Option(help="Stop after so many seconds.")] = None,
    speed: Annotated[
        str | None, typer.Option(help="Pace of a file: 1 is real time; or max.")
    ] = None,
) -> dict[str, Any]:
    """The engine settings that were given on the command line."""
    given = {
        "model": model,
        "runtime": runtime,
        "device": device,
        "precision": precision,
        "threads": threads,
        "posenet_decoder": posenet_decoder,
        "resolution": _size(resolution),
        "skip": skip,
        "seconds": seconds,
        "speed": _speed(speed),
    }
    return {name: value for name, value in given.items() if value is not None}


class PosesFrom(NamedTuple):
    """Where an app's poses are to come from, as the command line says.

    ``engine`` are the engine's options; ``source`` is where an engine in this process takes its
    pictures, and ``replay`` a recording instead. What is delivered is kept in ``record``.
    ``address`` is that of an engine elsewhere, and ``camera`` the one of its cameras.
    """

    engine: Mapping[str, Any] = MappingProxyType({})
    source: str | None = None
    replay: Path | None = None
    record: Path | None = None
    address: str | None = None
    camera: str | None = None


def pose_options(
    source: SourceOption = None,
    replay: Annotated[Path | None, typer.Option(help="Play a recording of poses instead.")] = None,
    record: Annotated[
        Path | None, typer.Option(help="Write what the app is told to a recording.")
    ] = None,
    engine_address: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="ADDRESS",
            help="Use an engine that is served: local, ipc://…, tcp://…",
        ),
    ] = None,
    camera: Annotated[str | None, typer.Option(help="Which camera of that engine.")] = None,
    **engine: Any,  # noqa: ANN401
) -> PosesFrom:
    """Where poses come from, of what was given on the command line."""
    return PosesFrom(engine_options(**engine), source, replay, record, engine_address, camera)


def with_engine_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give ``command`` the engine's options; it gets those that were given as ``engine``."""
    return _with_options(command, "engine", engine_options, _parameters(engine_options))


def with_pose_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give ``command`` the options of an app; it gets them as ``poses_from``.

    An option that the command has itself, as its own argument, it gets itself.
    """
    shared = _parameters(pose_options)[:-1] + _parameters(engine_options)
    own = {parameter.name for parameter in _parameters(command)}
    mine = [parameter for parameter in shared if parameter.name not in own]
    return _with_options(command, "poses_from", pose_options, mine)


def _with_options(
    command: Callable[..., None],
    argument: str,
    gather: Callable[..., Any],
    shared: Sequence[inspect.Parameter],
) -> Callable[..., None]:
    """``command`` with the ``shared`` options, which it gets gathered, as ``argument``.

    Typer reads options from a function's signature; this one is made of both.
    """
    own = [parameter for parameter in _parameters(command) if parameter.name != argument]

    @wraps(command)
    def run(**values: Any) -> None:  # noqa: ANN401
        options = {parameter.name: values.pop(parameter.name) for parameter in shared}
        command(**values, **{argument: gather(**options)})

    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in (*own, *shared)]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    return run


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    return list(inspect.signature(function, eval_str=True).parameters.values())


def read_settings(path: Path | None, type_: type[Settings]) -> Settings:
    """The settings in the config file ``path``; without one, the defaults."""
    return type_() if path is None else read_config(path, type_)


def override(settings: Settings, given: dict[str, Any]) -> Settings:
    """``settings`` with what was ``given`` on the command line in place of the config's values."""
    values = msgspec.to_builtins(settings) | {
        name: value for name, value in given.items() if value is not None
    }
    try:
        return msgspec.convert(values, type(settings))
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at ")
        option = where.strip("`").removeprefix("$.").replace("_", "-")
        raise UsageError(f"--{option}: {what}" if option else what) from error


def say(line: str) -> None:
    """Tell people something in one line, apart from the output."""
    typer.echo(line, err=True)


def _size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise UsageError(f"--resolution: {text!r} is no size; write it as 1280x720")
    return int(width), int(height)


def _speed(text: str | None) -> float | str | None:
    if text is None or text == "max":
        return text
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"--speed: {text!r} is neither a number nor max") from None
