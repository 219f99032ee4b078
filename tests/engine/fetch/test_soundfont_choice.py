import hashlib
from pathlib import Path

import pytest

from engine import fetch, soundfonts
from engine.descriptions import BuildSpec, FileSpec
from engine.poses.errors import FetchError, ModelError, UnknownNameError
from engine.soundfonts import SoundFontSpec

GOOD = b"RIFF good"
SMALL = b"RIFF small"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """The folder that the system's packages put SoundFonts in."""
    (tmp_path / "system").mkdir()
    return tmp_path / "system"


@pytest.fixture(autouse=True)
def catalogue(system: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``good`` and ``small``, both packaged for the system, and an empty mirror."""
    specs = {
        "good": described("good", GOOD, 1, system),
        "small": described("small", SMALL, 2, system),
    }
    monkeypatch.setattr(soundfonts, "names", lambda: sorted(specs))
    monkeypatch.setattr(soundfonts, "load", specs.__getitem__)
    monkeypatch.setattr(soundfonts, "FIRST_TO_FETCH", "small")
    (tmp_path / "mirror" / "small").mkdir(parents=True)
    monkeypatch.setenv("SKELETON_CREW_MIRROR", str(tmp_path / "mirror"))


def described(name: str, content: bytes, rank: int, system: Path) -> SoundFontSpec:
    file = FileSpec(
        name=f"{name}.sf2",
        path=f"{name}/{name}.sf2",
        size=len(content),
        digest=f"sha256:{hashlib.sha256(content).hexdigest()}",
        system_paths=(str(system / f"{name}.sf2"),),
    )
    return SoundFontSpec(
        name=name,
        title=name,
        licence="MIT",
        homepage="https://example.org",
        rank=rank,
        builds=(BuildSpec(name="only", files=(file,), system_package=f"the package {name}"),),
    )


def test_auto_takes_the_best_that_the_system_has(system: Path, said: list[str]) -> None:
    (system / "small.sf2").write_bytes(SMALL)
    (system / "good.sf2").write_bytes(GOOD)

    assert fetch.choose_soundfont("auto", report=said.append) == system / "good.sf2"
    assert said == []


def test_another_build_on_the_system_is_passed_over(system: Path, said: list[str]) -> None:
    (system / "small.sf2").write_bytes(SMALL)
    (system / "good.sf2").write_bytes(GOOD[::-1])

    assert fetch.choose_soundfont("auto", report=said.append) == system / "small.sf2"


def test_auto_fetches_the_small_one_and_says_so(
    tmp_path: Path, kept: Path, said: list[str]
) -> None:
    (tmp_path / "mirror" / "small" / "small.sf2").write_bytes(SMALL)

    assert fetch.choose_soundfont("auto", report=said.append) == kept / "small" / "small.sf2"
    assert said == ["no SoundFont is installed; fetching small"]

    assert fetch.choose_soundfont("auto", report=said.append) == kept / "small" / "small.sf2"
    assert len(said) == 1


def test_what_cannot_be_fetched_names_the_package_that_brings_it(said: list[str]) -> None:
    with pytest.raises(FetchError) as failed:
        fetch.choose_soundfont("auto", report=said.append)

    assert str(failed.value).startswith("cannot fetch small: cannot read ")
    assert "; small.sf2 comes with the package small; set SKELETON_CREW_MIRROR" in str(failed.value)


def test_a_damaged_one_is_refused_by_name(kept: Path, said: list[str]) -> None:
    (kept / "good").mkdir(parents=True)
    (kept / "good" / "good.sf2").write_bytes(b"")

    with pytest.raises(ModelError, match=r"good\.sf2 is damaged: .* soundfonts fetch good$"):
        fetch.choose_soundfont("good", report=said.append)


@pytest.mark.parametrize("path", ["mine.sf2", "mine.SF3", "/music/mine", "~/mine"])
def test_a_path_is_taken_as_it_is(path: str, said: list[str]) -> None:
    assert fetch.choose_soundfont(path, report=said.append) == Path(path).expanduser()


def test_an_unknown_name_lists_the_known_ones(
    said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()

    with pytest.raises(UnknownNameError, match="no SoundFont is called 'fluidr3'; known: fluidr3-"):
        fetch.choose_soundfont("fluidr3", report=said.append)


def test_soundfonts_are_kept_beside_the_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SKELETON_CREW_MODELS")
    monkeypatch.delenv("SKELETON_CREW_SOUNDFONTS")

    assert fetch.folder(SoundFontSpec.kind) == fetch.folder().with_name("soundfonts")


@pytest.mark.models
def test_timgm6mb_comes_with_pip(soundfont: Path) -> None:
    assert soundfont.stat().st_size in (5_994_284, 5_969_788)
    assert soundfont.read_bytes()[:4] == b"RIFF"
