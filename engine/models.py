"""Model descriptions: models/NAME.toml into :class:`ModelSpec`.

What retraining a network would change is written there: its files and their digests, where they
come from, the size and normalisation of its input, the role of each tensor, and its decoder.
"""

import sysconfig
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from engine.poses.config import read_config
from engine.poses.errors import ConfigError, UnknownNameError

Name = Annotated[str, Meta(min_length=1)]


class Spec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of a model description: immutable, and without unknown keys."""


class InputSpec(Spec, frozen=True):
    """The picture that a network wants.

    ``size`` is width, height in pixels. The network gets ``(value - mean) / scale`` for each
    channel in ``colour`` order. A picture of another size is scaled with ``resize`` to fit, and
    the rest is filled with grey; one of this very size is taken pixel for pixel.
    """

    size: tuple[int, int]
    layout: Literal["NCHW", "NHWC"]
    colour: Literal["RGB", "BGR"]
    mean: float = 0.0
    scale: float = 1.0
    resize: Literal["area", "linear"] = "linear"


class DecoderSpec(Spec, frozen=True):
    """Which decoder turns the tensors into poses, and its options."""

    name: str
    options: dict[str, Any] = {}


class StageSpec(Spec, frozen=True):
    """One network of a model: its file, input, outputs (role = tensor's name) and decoder.

    ``output_steps`` is for 8-bit outputs that the file rounds to steps so fine that the values do
    not fit and are clipped: role = the step to round to instead.
    """

    file: str
    input: InputSpec
    outputs: dict[str, str]
    decoder: DecoderSpec
    output_steps: dict[str, float] = {}

    def __post_init__(self) -> None:
        if unknown := self.output_steps.keys() - self.outputs.keys():
            raise ValueError(f"output_steps: there is no output {', '.join(sorted(unknown))}")


class FileSpec(Spec, frozen=True):
    """One file of a build: its name, size in bytes, digest (``sha256:…``), and where it is had.

    ``path`` is where it lies below a mirror and below the folder of kept models, ``urls`` are its
    upstream addresses, and ``member`` is what it is called in the wheel of its build.
    """

    name: Name
    path: Annotated[str, Meta(pattern=r"^[\w.-]*\w(/[\w.-]*\w)*$")]
    size: Annotated[int, Meta(gt=0)]
    digest: Annotated[str, Meta(pattern="^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96})$")]
    urls: tuple[Annotated[str, Meta(pattern="^https?://")], ...] = ()
    member: str | None = None


class WheelSpec(Spec, frozen=True):
    """A wheel on PyPI that carries files of a build, and the tags to ask for it by."""

    package: str
    version: str
    python: str
    platform: str


class BuildSpec(Spec, frozen=True):
    """One known build of a model, such as FP16-INT8: files that belong together."""

    name: Name
    files: Annotated[tuple[FileSpec, ...], Meta(min_length=1)]
    wheel: WheelSpec | None = None

    def __post_init__(self) -> None:
        for file in self.files:
            if file.member and not self.wheel:
                raise ValueError(f"{file.name} has a member, but its build {self.name} no wheel")
            if not (file.urls or file.member):
                raise ValueError(f"{file.name} of build {self.name} comes from nowhere")


class ModelSpec(Spec, frozen=True):
    """A pose model: what it is, the builds it comes in, its runtimes in order of preference.

    One stage sees the whole picture; two are a detector and a landmark network.
    """

    name: str
    title: str
    licence: str
    homepage: str
    people: Literal["one", "many"]
    runtimes: Annotated[tuple[str, ...], Meta(min_length=1)]
    rank: int
    """The order of choice for ``auto``: lower is preferred."""
    stages: Annotated[tuple[StageSpec, ...], Meta(min_length=1, max_length=2)]
    builds: Annotated[tuple[BuildSpec, ...], Meta(min_length=1)]

    def __post_init__(self) -> None:
        for build in self.builds:
            files = [file.name for file in build.files]
            for stage in self.stages:
                if stage.file not in files:
                    raise ValueError(f"build {build.name} has no {stage.file}, which a stage needs")


def descriptions_folder() -> Path:
    """Where the descriptions lie: in a checkout beside the engine, else where pip put them."""
    checkout = Path(__file__).parents[1] / "models"
    if checkout.is_dir():
        return checkout
    return Path(sysconfig.get_path("data")) / "share" / "skeleton-crew" / "models"


def names() -> list[str]:
    """The names of all described models."""
    return sorted(path.stem for path in descriptions_folder().glob("*.toml"))


def load(name: str) -> ModelSpec:
    """The description called ``name``; :class:`UnknownNameError` lists the known ones."""
    if name not in names():
        raise UnknownNameError("model", name, names())
    path = descriptions_folder() / f"{name}.toml"
    spec = read_config(path, ModelSpec)
    if spec.name != name:
        raise ConfigError(f"{path}: key `name`: expected {name!r}, got {spec.name!r}")
    return spec
