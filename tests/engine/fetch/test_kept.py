from pathlib import Path

import pytest

from engine import fetch
from engine.descriptions import BuildSpec
from engine.poses.errors import ModelError
from tests.engine.fetch.conftest import BIN, XML, file, model

FIRST = BuildSpec(name="first", files=(file(XML, "1/net.xml"), file(BIN, "1/net.bin")))
SECOND = BuildSpec(name="second", files=(file(XML, "2/net.xml"), file(XML, "2/net.bin")))
SPEC = model(FIRST, SECOND)


def put(kept: Path, path: str, content: bytes) -> None:
    (kept / path).parent.mkdir(parents=True, exist_ok=True)
    (kept / path).write_bytes(content)


def test_nothing_is_installed_at_first() -> None:
    assert fetch.installed(SPEC) is None


def test_a_model_is_installed_when_all_its_files_are_here(kept: Path) -> None:
    put(kept, "1/net.xml", XML)
    assert fetch.installed(SPEC) is None

    put(kept, "1/net.bin", BIN)
    assert fetch.installed(SPEC) == {
        "net.xml": kept / "1" / "net.xml",
        "net.bin": kept / "1" / "net.bin",
    }


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (BIN[:-1], f"it has {len(BIN) - 1} bytes, expected {len(BIN)}"),
        (b"?" + BIN[1:], "its sha256 is"),
    ],
)
def test_a_damaged_file_is_refused_by_name(kept: Path, content: bytes, wrong: str) -> None:
    put(kept, "1/net.xml", XML)
    put(kept, "1/net.bin", content)

    with pytest.raises(ModelError) as refused:
        fetch.installed(SPEC)

    assert str(refused.value).startswith(f"{kept}/1/net.bin is damaged: {wrong}")
    assert str(refused.value).endswith("run: skeleton-crew models fetch pocket")


def test_a_folder_in_the_place_of_a_file_is_refused_by_name(kept: Path) -> None:
    (kept / "1" / "net.xml").mkdir(parents=True)
    put(kept, "1/net.bin", BIN)

    with pytest.raises(ModelError, match=f"{kept}/1/net.xml"):
        fetch.installed(SPEC)


def test_a_build_that_is_whole_serves_where_another_is_damaged(kept: Path) -> None:
    put(kept, "1/net.xml", XML)
    put(kept, "1/net.bin", b"")
    put(kept, "2/net.xml", XML)
    put(kept, "2/net.bin", XML)

    assert fetch.installed(SPEC) == {
        "net.xml": kept / "2" / "net.xml",
        "net.bin": kept / "2" / "net.bin",
    }


def test_models_are_kept_in_the_users_cache_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SKELETON_CREW_MODELS")
    assert fetch.folder().parts[-2:] == ("skeleton-crew", "models")

    monkeypatch.setenv("SKELETON_CREW_MODELS", "~/models")
    assert fetch.folder() == Path.home() / "models"
