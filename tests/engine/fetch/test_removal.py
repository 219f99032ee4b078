import shutil
from pathlib import Path

import pytest

from engine import fetch
from engine.descriptions import BuildSpec
from engine.fetch.progress import Silent
from engine.models import ModelSpec
from engine.poses.errors import ModelError
from tests.engine.fetch.conftest import BIN, XML, file, model

FIRST = BuildSpec(
    name="first", files=(file(XML, "pocket/1/net.xml"), file(BIN, "pocket/1/net.bin"))
)
SECOND = BuildSpec(name="second", files=(file(XML, "pocket/2/net.xml"),))
SPEC = model(FIRST, SECOND)


@pytest.fixture
def installed(kept: Path) -> Path:
    """Both builds of :data:`SPEC` are kept; the folder."""
    for build in (FIRST, SECOND):
        for described in build.files:
            path = kept / described.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(XML if path.suffix == ".xml" else BIN)
    return kept


def remove(spec: ModelSpec = SPEC, *others: ModelSpec) -> int:
    return fetch.remove(spec, others, progress=Silent())


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.name != ".lock")


def test_all_builds_are_removed_with_what_was_left_of_downloads(installed: Path) -> None:
    (installed / "pocket" / "1" / "net.bin.part").write_bytes(b"half")
    (installed / "pocket" / "1" / "net.bin.sha256").write_bytes(b"noted")

    assert remove() == 2 * len(XML) + len(BIN) + len(b"half") + len(b"noted")
    assert files(installed) == []


def test_a_damaged_model_can_be_removed(installed: Path) -> None:
    (installed / "pocket" / "1" / "net.bin").write_bytes(b"")

    assert remove() == 2 * len(XML)


def test_what_else_is_kept_stays(installed: Path) -> None:
    (installed / "pocket" / "notes.txt").write_text("mine")
    (installed / "other").mkdir()

    remove()

    assert files(installed) == ["notes.txt", "other", "pocket"]


@pytest.mark.usefixtures("installed")
def test_a_file_that_another_model_needs_stays_until_that_is_removed() -> None:
    (xml, _) = FIRST.files
    other = model(BuildSpec(name="only", files=(xml,)), name="other")

    assert remove(SPEC, SPEC, other) == len(XML) + len(BIN)
    assert fetch.installed(other) is not None
    with pytest.raises(ModelError, match="pocket is not installed"):
        remove(SPEC, SPEC, other)
    assert remove(other, SPEC, other) == len(XML)


def test_what_is_not_installed_cannot_be_removed(kept: Path) -> None:
    with pytest.raises(ModelError) as nothing:
        remove()

    assert str(nothing.value) == f"pocket is not installed: nothing of it is kept in {kept}"
    assert not kept.exists()


@pytest.mark.parametrize("mirror", ["", "pocket"])
def test_nothing_is_removed_from_a_mirror(
    installed: Path, monkeypatch: pytest.MonkeyPatch, mirror: str
) -> None:
    monkeypatch.setenv("SKELETON_CREW_MIRROR", str(installed / mirror))
    before = files(installed)

    with pytest.raises(ModelError, match="is in the mirror"):
        remove()

    assert files(installed) == before


def test_a_folder_that_is_a_link_to_elsewhere_is_not_followed(
    installed: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "usb"
    shutil.move(installed / "pocket", elsewhere)
    (installed / "pocket").symlink_to(elsewhere)

    with pytest.raises(ModelError, match="lies outside of"):
        remove()

    assert len(files(elsewhere)) == 5


def test_a_file_that_is_a_link_goes_and_what_it_leads_to_stays(
    installed: Path, tmp_path: Path
) -> None:
    kept, original = installed / "pocket" / "2" / "net.xml", tmp_path / "original.xml"
    shutil.move(kept, original)
    kept.symlink_to(original)

    remove()

    assert files(installed) == []
    assert original.read_bytes() == XML


def test_what_the_system_does_not_let_go_is_named(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)

    with pytest.raises(ModelError) as refused:
        remove()

    path = installed / "pocket" / "1" / "net.xml"
    assert str(refused.value) == f"cannot remove {path}: Permission denied"
