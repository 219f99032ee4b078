"""Descriptions of things that are fetched: what they are, and the files that they come in.

``models/NAME.toml`` describes a pose model, ``soundfonts/NAME.toml`` a SoundFont.
"""

import sysconfig
from pathlib import Path
from typing import Annotated, ClassVar, Literal, NamedTuple, TypeVar

import msgspec
from msgspec import Meta

from engine.poses.config import read_config, read_tables, to_settings
from engine.poses.errors import ConfigError, UnknownNameError

Name = Annotated[str, Meta(min_length=1)]

MOST_BYTES = 1 << 28
"""How large a file may be whose size is not known: more than any pose model, less than a disk."""


class Kind(NamedTuple):
    """What a description describes: how people call one, and the folder of such descriptions."""

    noun: str
    folder: str

    @property
    def variable(self) -> str:
        """The environment variable that says where fetched files are kept."""
        return f"SKELETON_CREW_{self.folder.upper()}"

    @property
    def command(self) -> str:
        """The command that lists, fetches and verifies them."""
        return f"skeleton-crew {self.folder}"


class Spec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of a description: immutable, and without unknown keys."""


class FileSpec(Spec, frozen=True):
    """One file of a build: its name, size in bytes, digest (``sha256:…``), and where it is had.

    ``path`` is where it lies below a mirror, below the folder of kept files, and beside a
    description of one's own; ``urls`` are its upstream addresses, and ``member`` is what it is
    called in the wheel of its build. ``system_paths`` are where the system's packages put it.

    ``size`` and ``digest`` are left out where they are not known. A file without a digest must come
    by ``https``; the digest that it has when it is first fetched is the one it must keep.
    """

    name: Name
    path: Annotated[str, Meta(pattern=r"^[\w.-]*\w(/[\w.-]*\w)*$")]
    size: Annotated[int, Meta(gt=0)] | None = None
    digest: Annotated[str, Meta(pattern="^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96})$")] | None = (
        None
    )
    urls: tuple[Annotated[str, Meta(pattern="^https?://")], ...] = ()
    member: str | None = None
    system_paths: tuple[Annotated[str, Meta(pattern="^/")], ...] = ()

    def __post_init__(self) -> None:
        if self.digest is None and any(url.startswith("http:") for url in self.urls):
            raise ValueError(f"{self.name} has no digest, so that its urls must be https")

    @property
    def comes_from_somewhere(self) -> bool:
        """Whether it says where to get it."""
        return bool(self.urls or self.member or self.system_paths)

    @property
    def most_bytes(self) -> int:
        """The size, or what is enough for any file whose size is not known."""
        return self.size or MOST_BYTES


class WheelSpec(Spec, frozen=True):
    """A wheel on PyPI that carries files of a build, and the tags to ask for it by."""

    package: str
    version: str
    python: str
    platform: str


class BuildSpec(Spec, frozen=True):
    """One known build, such as FP16-INT8: files that belong together.

    ``chip`` is what its files are compiled for, and run on alone. ``system_package`` is what to
    install, in words, so that they lie at their ``system_paths``. ``untested`` says that this
    project's developers never ran it.
    """

    name: Name
    files: Annotated[tuple[FileSpec, ...], Meta(min_length=1)]
    chip: Literal["edgetpu"] | None = None
    untested: bool = False
    wheel: WheelSpec | None = None
    system_package: str | None = None

    def __post_init__(self) -> None:
        for file in self.files:
            if file.member and not self.wheel:
                raise ValueError(f"{file.name} has a member, but its build {self.name} no wheel")
            if file.system_paths and not self.system_package:
                raise ValueError(f"{file.name} has system_paths, but {self.name} no system_package")


class Description(Spec, frozen=True, kw_only=True):
    """What every description says: what it is, and the builds that it comes in."""

    kind: ClassVar[Kind]

    name: str
    title: str
    licence: str
    homepage: str
    rank: int
    """The order of choice for ``auto``: lower is preferred."""
    builds: Annotated[tuple[BuildSpec, ...], Meta(min_length=1)]
    path: Path | None = None
    """The file that it was read from, if it is none of those that come along; no key of it."""

    @property
    def where(self) -> str:
        """What to call the file that this was read from."""
        return str(self.path or f"{self.kind.folder}/{self.name}.toml")

    @property
    def called(self) -> str:
        """What commands take for it."""
        return str(self.path or self.name)

    @property
    def untested(self) -> bool:
        """Whether this project's developers never ran any of its builds."""
        return all(build.untested for build in self.builds)


Described = TypeVar("Described", bound=Description)


def folder(kind: Kind) -> Path:
    """Where descriptions lie."""
    return shipped(kind.folder)


def shipped(name: str) -> Path:
    """A file or folder that comes along: in a checkout beside the engine, else where pip put it."""
    checkout = Path(__file__).parents[1] / name
    if checkout.exists():
        return checkout
    return Path(sysconfig.get_path("data")) / "share" / "skeleton-crew" / name


def names(folder: Path) -> list[str]:
    """The names of all descriptions in ``folder``."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def is_path(name: str) -> bool:
    """Whether ``name`` is meant as that of a file with a description."""
    return "/" in name or name.endswith(".toml")


def load_file(path: Path, type_: type[Described]) -> Described:
    """The description in the file ``path``, whose files lie beside it or are fetched.

    :class:`ConfigError` names the file, the key, and what was expected there.
    """
    tables = read_tables(path)
    if "path" in tables:
        raise ConfigError(f"{path}: unknown key `path`")
    return msgspec.structs.replace(to_settings(tables, type_, where=str(path)), path=path)


def load(folder: Path, name: str, type_: type[Described]) -> Described:
    """The description called ``name``; :class:`UnknownNameError` lists the known ones."""
    if name not in names(folder):
        raise UnknownNameError(type_.kind.noun, name, names(folder))
    path = folder / f"{name}.toml"
    spec = read_config(path, type_)
    if spec.name != name:
        raise ConfigError(f"{path}: key `name`: expected {name!r}, got {spec.name!r}")
    for build in spec.builds:
        for file in build.files:
            if not file.comes_from_somewhere:
                raise ConfigError(f"{path}: {file.name} of build {build.name} comes from nowhere")
    return spec
