"""A web host, a folder to keep models in, and models made of a few bytes."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.descriptions import BuildSpec, FileSpec, WheelSpec
from engine.models import DecoderSpec, InputSpec, ModelSpec, StageSpec
from tests.engine.fetch.hosts import Host

XML = b"<net/>" * 50
BIN = bytes(range(256)) * 1200

WHEEL = WheelSpec(package="pocket-models", version="1.2", python="3.12", platform="win_arm64")


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as host:
        yield host


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for what is fetched; no mirror, and no proxy before the hosts here."""
    folder = tmp_path / "kept"
    monkeypatch.setenv("SKELETON_CREW_MODELS", str(folder))
    monkeypatch.setenv("SKELETON_CREW_SOUNDFONTS", str(folder))
    monkeypatch.delenv("SKELETON_CREW_MIRROR", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return folder


def file(content: bytes, path: str, *urls: str, member: str | None = None) -> FileSpec:
    """The description of ``content``."""
    return FileSpec(
        name=path.rpartition("/")[2],
        path=path,
        size=len(content),
        digest=f"sha256:{hashlib.sha256(content).hexdigest()}",
        urls=urls or (() if member else ("http://127.0.0.1:9/nothing-listens-here",)),
        member=member,
    )


def model(*builds: BuildSpec, name: str = "pocket", rank: int = 1) -> ModelSpec:
    """A model that comes in ``builds``."""
    picture = InputSpec(size=(32, 24), layout="NHWC", colour="RGB")
    return ModelSpec(
        name=name,
        title="A model for the pocket",
        licence="Apache-2.0",
        homepage="https://example.org",
        people="many",
        runtimes=("openvino",),
        rank=rank,
        stages=(
            StageSpec(
                file=builds[0].files[0].name,
                input=picture,
                outputs={},
                decoder=DecoderSpec(name="openpose"),
            ),
        ),
        builds=builds,
    )


def one_file_model(content: bytes, *urls: str) -> ModelSpec:
    """A model that is one file, ``pocket/net.bin``."""
    return model(BuildSpec(name="only", files=(file(content, "pocket/net.bin", *urls),)))
