from pathlib import Path

import pytest

from engine import soundfonts
from engine.poses.errors import ConfigError, UnknownNameError

ANOTHER_FILE = f"""
[[builds.files]]
name = "another.sf2"
path = "another.sf2"
size = 1
digest = "sha256:{64 * "0"}"
urls = ["https://example.org/another.sf2"]

"""


def test_the_larger_soundfont_is_the_first_choice() -> None:
    assert [spec.name for spec in soundfonts.by_rank()] == ["fluidr3-gm", "timgm6mb"]


def test_what_is_fetched_first_comes_with_pip_alone() -> None:
    build = soundfonts.load(soundfonts.FIRST_TO_FETCH).builds[0]

    assert build.wheel is not None
    assert build.files[0].member == "pretty_midi/TimGM6mb.sf2"


def test_no_two_builds_share_a_place() -> None:
    builds = [build for spec in soundfonts.by_rank() for build in spec.builds]

    assert len({build.files[0].path for build in builds}) == len(builds)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("rank = 1", "rank = 1\nvolume = 11", "unknown key `volume`"),
        ('system_package = "', '# "', "has system_paths, but debian no system_package"),
        ("system_paths = [", "# [", "of build debian comes from nowhere"),
        ("[[builds.files]]", f"{ANOTHER_FILE}[[builds.files]]", "debian has 2 files; expected one"),
    ],
)
def test_a_wrong_description_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, expected: str
) -> None:
    text = (soundfonts.descriptions_folder() / "fluidr3-gm.toml").read_text()
    assert old in text
    (tmp_path / "fluidr3-gm.toml").write_text(text.replace(old, new, 1))
    monkeypatch.setattr(soundfonts, "descriptions_folder", lambda: tmp_path)

    with pytest.raises(ConfigError, match=expected):
        soundfonts.load("fluidr3-gm")


def test_an_unknown_soundfont_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="no SoundFont is called 'timgm'; known: timgm6mb, "):
        soundfonts.load("timgm")
