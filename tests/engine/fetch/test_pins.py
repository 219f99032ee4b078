"""Files whose digest nobody knows: what they are at first they have to remain."""

import hashlib
from pathlib import Path

import msgspec
import pytest

from engine import fetch
from engine.descriptions import BuildSpec, FileSpec
from engine.models import ModelSpec
from engine.poses.errors import ConfigError, FetchError, ModelError
from tests.engine.fetch.conftest import BIN, model

OTHER = BIN[:-1] + b"?"
UPSTREAM = "https://127.0.0.1:9/net.bin"


def unknown(*, size: int | None = None, url: str | None = UPSTREAM) -> ModelSpec:
    """A model that is one file, of which no digest is known."""
    urls = (url,) if url else ()
    file = FileSpec(name="net.bin", path="pocket/net.bin", size=size, urls=urls)
    return model(BuildSpec(name="only", files=(file,)))


@pytest.fixture
def mirrored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file on a mirror."""
    path = tmp_path / "mirror" / "pocket" / "net.bin"
    path.parent.mkdir(parents=True)
    path.write_bytes(BIN)
    monkeypatch.setenv("SKELETON_CREW_MIRROR", str(tmp_path / "mirror"))
    return path


@pytest.mark.usefixtures("mirrored")
def test_the_digest_that_a_file_comes_with_is_noted_for_sha256sum(kept: Path) -> None:
    files = fetch.fetch(unknown())
    assert files == {"net.bin": kept / "pocket" / "net.bin"}
    assert fetch.installed(unknown()) == files
    assert fetch.is_pinned(unknown(), files)
    note = (kept / "pocket" / "net.bin.sha256").read_text()
    assert note == f"{hashlib.sha256(BIN).hexdigest()}  net.bin\n"


@pytest.mark.usefixtures("mirrored")
def test_a_file_that_is_no_more_what_it_was_is_damaged_and_mended() -> None:
    path = fetch.fetch(unknown())["net.bin"]
    path.write_bytes(OTHER)
    with pytest.raises(ModelError, match=r"net\.bin is damaged: .*, as when it first came here; "):
        fetch.installed(unknown())
    assert fetch.fetch(unknown())["net.bin"].read_bytes() == BIN


def test_another_file_than_at_first_is_refused(mirrored: Path) -> None:
    path = fetch.fetch(unknown())["net.bin"]
    path.unlink()
    mirrored.write_bytes(OTHER)
    with pytest.raises(FetchError, match=r"is not the file that models/pocket\.toml describes"):
        fetch.fetch(unknown())
    assert not path.exists()


def test_a_file_that_somebody_put_there_is_used_once_fetch_has_noted_it(kept: Path) -> None:
    path = kept / "pocket" / "net.bin"
    path.parent.mkdir(parents=True)
    path.write_bytes(BIN)
    with pytest.raises(ModelError, match="no digest to check it by; run: skeleton-crew"):
        fetch.installed(unknown())
    assert fetch.fetch(unknown()) == {"net.bin": path}
    assert fetch.installed(unknown()) == {"net.bin": path}


@pytest.mark.parametrize(("content", "size"), [(b"", None), (BIN[:-1], len(BIN))])
def test_an_empty_file_or_one_of_another_size_is_refused(
    mirrored: Path, kept: Path, content: bytes, size: int | None
) -> None:
    mirrored.write_bytes(content)
    with pytest.raises(FetchError, match=r"it has \d+ bytes, expected"):
        fetch.fetch(unknown(size=size))
    assert not (kept / "pocket" / "net.bin.sha256").exists()


@pytest.mark.usefixtures("mirrored")
def test_what_is_left_of_another_attempt_is_not_continued(kept: Path) -> None:
    (kept / "pocket").mkdir(parents=True)
    (kept / "pocket" / "net.bin.part").write_bytes(OTHER[:1000])
    assert fetch.fetch(unknown())["net.bin"].read_bytes() == BIN


@pytest.mark.usefixtures("mirrored")
def test_a_file_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch, kept: Path) -> None:
    monkeypatch.setattr("engine.descriptions.MOST_BYTES", len(BIN) - 1)
    with pytest.raises(FetchError, match=f"more than the {len(BIN) - 1} bytes"):
        fetch.fetch(unknown())
    assert not (kept / "pocket" / "net.bin").exists()


def test_a_file_without_a_digest_must_come_by_https() -> None:
    with pytest.raises(ValueError, match="must be https"):
        unknown(url="http://example.org/net.bin")


# Descriptions of one's own


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """Where a description of our own lies, or would."""
    (tmp_path / "ours" / "pocket").mkdir(parents=True)
    return tmp_path / "ours" / "our.toml"


def described_at(spec: ModelSpec, path: Path) -> ModelSpec:
    return msgspec.structs.replace(spec, path=path)


def test_files_beside_a_description_of_ones_own_are_used_where_they_lie(
    ours: Path, kept: Path
) -> None:
    path = ours.parent / "pocket" / "net.bin"
    path.write_bytes(BIN)
    assert fetch.files_of(described_at(unknown(url=None), ours)) == {"net.bin": path}
    assert not kept.exists()


def test_files_beside_it_that_are_others_than_described_are_refused_and_left_alone(
    ours: Path,
) -> None:
    path = ours.parent / "pocket" / "net.bin"
    path.write_bytes(BIN)
    spec = described_at(unknown(size=3), ours)
    with pytest.raises(ConfigError, match=r"net\.bin is not what .*our\.toml describes: it has"):
        fetch.fetch(spec)
    assert path.read_bytes() == BIN


@pytest.mark.usefixtures("mirrored")
def test_files_that_do_not_lie_beside_it_are_fetched_as_usual(ours: Path, kept: Path) -> None:
    spec = described_at(unknown(), ours)
    assert fetch.files_of(spec) == {"net.bin": kept / "pocket" / "net.bin"}


def test_files_that_are_nowhere_are_missed(ours: Path) -> None:
    with pytest.raises(FetchError, match="cannot fetch pocket: nobody says where to get it; set"):
        fetch.files_of(described_at(unknown(url=None), ours))
