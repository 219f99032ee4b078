import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from engine import fetch, soundfonts
from engine.commands import soundfont as find_soundfont
from engine.commands.soundfonts import soundfonts_app
from engine.poses.errors import FetchError, ModelError, UnknownNameError, UsageError


@pytest.fixture
def kept(soundfont: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for SoundFonts, and a mirror that has ``timgm6mb`` only."""
    path = soundfonts.load("timgm6mb").builds[0].files[0].path
    (tmp_path / "mirror" / path).parent.mkdir(parents=True)
    (tmp_path / "mirror" / path).write_bytes(soundfont.read_bytes())
    monkeypatch.setenv("SKELETON_CREW_SOUNDFONTS", str(tmp_path / "kept"))
    monkeypatch.setenv("SKELETON_CREW_MIRROR", str(tmp_path / "mirror"))
    return tmp_path / "kept"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(soundfonts_app, arguments)


def run_well(*arguments: str) -> Result:
    result = run(*arguments)
    assert result.exception is None, result.exception
    return result


def test_list_names_every_soundfont_on_a_line_of_its_own() -> None:
    lines = run_well("list").stdout.splitlines()

    assert lines[0].split() == ["name", "MB", "here", "licence", "title"]
    assert [line.split()[0] for line in lines[1:]] == ["fluidr3-gm", "timgm6mb"]
    assert lines[1].split()[1] == "148.4"


def test_list_as_json_is_an_object_a_line() -> None:
    rows = [json.loads(line) for line in run_well("list", "--json").stdout.splitlines()]

    assert [(row["name"], row["size"]) for row in rows] == [
        ("fluidr3-gm", 148_398_306),
        ("timgm6mb", 5_994_284),
    ]


@pytest.mark.models
def test_fetch_without_a_name_installs_one(kept: Path) -> None:
    path = kept / "timgm6mb" / "pretty_midi" / "TimGM6mb.sf2"

    assert run_well("fetch").stdout == f"timgm6mb is in {path.parent}\n"
    assert path.stat().st_size == 5_994_284
    assert "timgm6mb is as described" in run_well("verify").stdout.splitlines()


@pytest.mark.models
@pytest.mark.usefixtures("kept")
def test_the_apps_find_a_soundfont_by_name() -> None:
    said: list[str] = []

    path = find_soundfont("timgm6mb", said.append)

    assert path == fetch.fetch(soundfonts.load("timgm6mb"))["TimGM6mb.sf2"]
    assert said == []


@pytest.mark.models
def test_verify_names_what_is_damaged_and_how_to_mend_it(kept: Path) -> None:
    path = kept / "timgm6mb" / "pretty_midi" / "TimGM6mb.sf2"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"RIFF")

    result = run("verify", "timgm6mb")

    assert isinstance(result.exception, ModelError)
    assert str(result.exception).startswith(f"{path} is damaged: it has 4 bytes")
    assert str(result.exception).endswith("run: skeleton-crew soundfonts fetch timgm6mb")


@pytest.mark.models
def test_remove_says_what_it_freed(kept: Path) -> None:
    run_well("fetch", "timgm6mb")

    assert run_well("remove", "timgm6mb").stdout == "timgm6mb is removed: 6.0 MB freed\n"
    assert not list(kept.rglob("*.sf2"))


def test_what_the_system_brings_is_not_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKELETON_CREW_SOUNDFONTS", str(tmp_path))
    monkeypatch.setattr("engine.fetch.kept.fits", lambda *_: True)

    result = run("remove", "fluidr3-gm")

    assert isinstance(result.exception, ModelError)
    assert str(result.exception).endswith("it comes with Debian's fluid-soundfont-gm")


def test_what_only_a_system_package_brings_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKELETON_CREW_SOUNDFONTS", str(tmp_path))
    monkeypatch.setattr("engine.fetch.kept.fits", lambda *_: False)

    result = run("fetch", "fluidr3-gm")

    assert isinstance(result.exception, FetchError)
    assert "FluidR3_GM.sf2 comes with Debian's fluid-soundfont-gm; set" in str(result.exception)


def test_an_unknown_name_is_found_before_anything_is_done() -> None:
    for command in ("fetch", "verify", "remove"):
        assert isinstance(run(command, "timgm6mb", "timgm").exception, UnknownNameError)


def test_fetch_takes_names_or_all() -> None:
    assert isinstance(run("fetch", "--all", "timgm6mb").exception, UsageError)
