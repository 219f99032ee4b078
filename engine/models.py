"""Model descriptions: models/NAME.toml into :class:`ModelSpec`.

What retraining a network would change is written there: its files and their digests, where they
come from, the size and normalisation of its input, the role of each tensor, and its decoder.
"""

import sysconfig
from pathlib import Path
from typing import Any, Literal

import msgspec

from engine.poses.config import read_config
from engine.poses.errors import UnknownNameError


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
    """One network of a model: its file, input, outputs (role = tensor's name) and decoder."""

    file: str
    input: InputSpec
    outputs: dict[str, str]
    decoder: DecoderSpec


class WheelSpec(Spec, frozen=True):
    """A wheel on PyPI that carries a file as ``member``."""

    package: str
    version: str
    python: str
    platform: str
    member: str


class FileSpec(Spec, frozen=True):
    """One file of a build: its name, size in bytes, digest (``sha256:…``), and where it is had.

    ``path`` is where it lies below a mirror and below the folder of kept models.
    """

    name: str
    path: str
    size: int
    digest: str
    urls: tuple[str, ...] = ()
    wheel: WheelSpec | None = None


class BuildSpec(Spec, frozen=True):
    """One known build of a model, such as FP16-INT8: files that belong together."""

    name: str
    files: tuple[FileSpec, ...]


class ModelSpec(Spec, frozen=True):
    """A pose model: what it is, the builds it comes in, its runtimes in order of preference.

    One stage sees the whole picture; two are a detector and a landmark network.
    """

    name: str
    title: str
    licence: str
    homepage: str
    people: Literal["one", "many"]
    runtimes: tuple[str, ...]
    rank: int
    """The order of choice for ``auto``: lower is preferred."""
    stages: tuple[StageSpec, ...]
    builds: tuple[BuildSpec, ...]


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
    return read_config(descriptions_folder() / f"{name}.toml", ModelSpec)
