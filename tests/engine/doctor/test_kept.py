from pathlib import Path

import pytest

from engine import fetch, models, runtimes
from engine.doctor.kept import look_at_models, look_at_soundfonts
from engine.poses.errors import UnknownNameError
from engine.poses.finding import Finding, State
from engine.settings import EngineSettings

POSENET = "posenet-481x353"


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Empty folders for models and SoundFonts."""
    monkeypatch.setenv("SKELETON_CREW_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("SKELETON_CREW_SOUNDFONTS", str(tmp_path / "soundfonts"))
    return tmp_path


@pytest.fixture
def posenet(shared: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small model that is installed; the path of its file."""
    monkeypatch.setenv("SKELETON_CREW_MIRROR", str(shared / "models"))
    return next(iter(fetch.fetch(models.load(POSENET)).values()))


def test_without_any_model_one_is_needed_and_how_to_get_it_is_told() -> None:
    needed, others = look_at_models(EngineSettings())
    assert needed == Finding(
        "pose model",
        State.MISSING,
        "none that runs here is installed",
        "skeleton-crew models fetch",
        needed=True,
    )
    assert others.ready
    assert all(name in others.detail for name in models.names())


@pytest.mark.parametrize("model", ["auto", POSENET])
@pytest.mark.usefixtures("posenet")
def test_an_installed_model_is_in_order(model: str) -> None:
    taken, others = look_at_models(EngineSettings(model=model))
    assert (taken.state, taken.needed) == (State.OK, True)
    assert taken.detail == f"{POSENET}, undamaged"
    assert POSENET not in others.detail.removeprefix("not installed: ").split(", ")


@pytest.mark.parametrize("model", ["auto", POSENET])
def test_a_damaged_model_is_broken(posenet: Path, model: str) -> None:
    posenet.write_bytes(posenet.read_bytes()[:-1])
    findings = look_at_models(EngineSettings(model=model))
    (damaged,) = [finding for finding in findings if finding.state is State.BROKEN]
    assert damaged.mend == f"skeleton-crew models fetch {POSENET}"
    assert "is damaged: it has" in damaged.detail
    assert not all(finding.ready for finding in findings)


@pytest.mark.usefixtures("posenet")
def test_a_model_that_the_config_names_is_needed_whatever_else_is_here() -> None:
    named, *rest = look_at_models(EngineSettings(model="posenet-641x481"))
    assert (named.state, named.ready) == (State.MISSING, False)
    assert named.mend == "skeleton-crew models fetch posenet-641x481"
    assert all(finding.ready for finding in rest)


def test_a_model_that_does_not_run_on_the_runtime_is_broken() -> None:
    settings = EngineSettings(model="human-pose-estimation-0001", runtime="litert")
    (finding,) = look_at_models(settings)
    assert finding.detail == "human-pose-estimation-0001 does not run on litert"
    assert not finding.ready


def test_a_name_that_nothing_has_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="posenet-641x481"):
        look_at_models(EngineSettings(model="posenet"))
    with pytest.raises(UnknownNameError, match="timgm6mb"):
        look_at_soundfonts("timgm", needed=True)


def test_without_a_runtime_there_is_no_model_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtimes, "is_installed", lambda _: False)
    assert look_at_models(EngineSettings())[0].detail == "none that runs here is installed"


def test_a_soundfont_of_ones_own_is_a_file_that_is_there(kept: Path) -> None:
    path = kept / "my.sf2"
    (absent,) = look_at_soundfonts(str(path), needed=True)
    assert (absent.state, absent.ready) == (State.MISSING, False)
    path.touch()
    assert look_at_soundfonts(str(path), needed=True) == [
        Finding("SoundFont", State.OK, str(path), needed=True)
    ]
