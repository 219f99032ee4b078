from pathlib import Path

import pytest

from engine import fetch
from engine.descriptions import BuildSpec
from engine.poses.errors import FetchError
from tests.engine.fetch.conftest import BIN, XML, file, model, one_file_model
from tests.engine.fetch.hosts import Host, whole


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A mirror of the pocket model, in a folder whose name an address must quote."""
    folder = tmp_path / "a mirror"
    (folder / "pocket").mkdir(parents=True)
    (folder / "pocket" / "net.bin").write_bytes(BIN)
    monkeypatch.setenv("SKELETON_CREW_MIRROR", str(folder))
    return folder


def test_a_mirror_folder_comes_before_upstream(host: Host, mirror: Path, kept: Path) -> None:
    files = fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))

    assert files == {"net.bin": kept / "pocket" / "net.bin"}
    assert files["net.bin"].read_bytes() == BIN
    assert host.requests == []
    assert mirror.joinpath("pocket", "net.bin").exists()


def test_a_mirror_may_be_a_file_address(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKELETON_CREW_MIRROR", mirror.as_uri())

    assert fetch.fetch(one_file_model(BIN))["net.bin"].read_bytes() == BIN


def test_a_mirror_may_be_an_address_on_another_machine(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKELETON_CREW_MIRROR", f"{host.url}/models/")
    host.answers["/models/pocket/net.bin"] = whole(BIN)

    assert fetch.fetch(one_file_model(BIN))["net.bin"].read_bytes() == BIN


def test_what_a_mirror_lacks_comes_from_upstream(host: Host, mirror: Path) -> None:
    (mirror / "pocket" / "net.bin").unlink()
    host.answers["/net.bin"] = whole(BIN)

    files = fetch.fetch(one_file_model(BIN, f"{host.url}/net.bin"))

    assert files["net.bin"].read_bytes() == BIN


@pytest.mark.parametrize("wrong", [b"?" + BIN[1:], BIN + b"more", BIN[:-1], b""])
def test_a_wrong_file_on_a_mirror_is_refused_by_name(
    mirror: Path, kept: Path, wrong: bytes
) -> None:
    path = mirror / "pocket" / "net.bin"
    path.write_bytes(wrong)

    with pytest.raises(FetchError) as refused:
        fetch.fetch(one_file_model(BIN))

    what = f"net.bin from {path} is not the file that models/pocket.toml describes: it"
    assert what in str(refused.value)
    assert not (kept / "pocket" / "net.bin").exists()


def test_a_mirror_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKELETON_CREW_MIRROR", str(tmp_path / "nowhere"))

    with pytest.raises(FetchError, match=r"cannot read .*/nowhere/pocket/net\.bin: No such file"):
        fetch.fetch(one_file_model(BIN))


def test_a_mirror_of_an_unknown_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKELETON_CREW_MIRROR", "ftp://example.org/models")

    with pytest.raises(FetchError, match="SKELETON_CREW_MIRROR is 'ftp:"):
        fetch.fetch(one_file_model(BIN))


@pytest.mark.usefixtures("mirror")
def test_a_damaged_file_is_mended() -> None:
    spec = one_file_model(BIN)
    damaged = fetch.fetch(spec)["net.bin"]
    damaged.write_bytes(BIN[:100])

    assert fetch.fetch(spec)["net.bin"].read_bytes() == BIN


def test_only_what_is_lacking_is_fetched(host: Host) -> None:
    host.answers["/net.xml"] = whole(XML)
    host.answers["/net.bin"] = whole(BIN)
    files = (
        file(XML, "pocket/net.xml", f"{host.url}/net.xml"),
        file(BIN, "pocket/net.bin", f"{host.url}/net.bin"),
    )
    spec = model(BuildSpec(name="only", files=files))
    fetch.fetch(spec)["net.bin"].unlink()

    fetch.fetch(spec)

    assert [path for path, _ in host.requests] == ["/net.xml", "/net.bin", "/net.bin"]
