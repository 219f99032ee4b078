import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import models
from engine.fetch.partial import fault
from engine.poses.errors import ConfigError, UnknownNameError

Describe = Callable[[str, str], None]

MIRRORED = [spec.name for spec in models.by_rank() if not (spec.untested or spec.builds[0].wheel)]


@pytest.fixture
def describe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Describe:
    """Replaces text in the description of ``blazepose-full``, in a folder of its own."""
    text = (models.descriptions_folder() / "blazepose-full.toml").read_text()
    monkeypatch.setattr(models, "descriptions_folder", lambda: tmp_path)

    def write(old: str, new: str) -> None:
        assert old in text
        (tmp_path / "blazepose-full.toml").write_text(text.replace(old, new, 1))

    return write


def test_every_description_can_be_read() -> None:
    specs = [models.load(name) for name in models.names()]

    assert {"human-pose-estimation-0001", "blazepose-full", "posenet-641x481"} <= {
        spec.name for spec in specs
    }
    ranks = [spec.rank for spec in specs]
    assert len(set(ranks)) == len(ranks), "two models claim the same rank"


def test_every_description_says_how_accurate_the_model_is() -> None:
    for path in models.descriptions_folder().glob("*.toml"):
        assert "accuracy" in tomllib.loads(path.read_text()), path


def test_the_order_of_choice_begins_with_the_most_accurate() -> None:
    assert models.by_rank()[0].accuracy == "high"


def test_no_two_files_share_a_place() -> None:
    paths: dict[str, str | None] = {}
    for spec in map(models.load, models.names()):
        for build in spec.builds:
            for file in build.files:
                assert paths.setdefault(file.path, file.digest) == file.digest, file.path


def test_the_int8_builds_come_before_the_larger_one() -> None:
    builds = models.load("human-pose-estimation-0001").builds

    assert [build.name for build in builds] == ["FP16-INT8", "FP16-INT8-2020.4", "FP16"]


@pytest.mark.shared
@pytest.mark.parametrize("name", MIRRORED)
def test_the_mirror_holds_the_described_files(shared: Path, name: str) -> None:
    for file in models.load(name).builds[0].files:
        path = shared / "models" / file.path
        assert fault(path, file, file.digest) is None, path


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('title = "', 'tilte = "', "title|tilte"),
        ("rank = 2", "rank = 2\ncolour = 1", "unknown key .*colour"),
        ("rank = 2", "rank = 2\nsecond_look = true", "second_look needs one stage, people = one"),
        ("rank = 2", 'rank = "2"', "rank.*: expected .*, got "),
        ("rank = 2", "rank = ", "is not TOML"),
        ('accuracy = "good"', 'accuracy = "best"', "accuracy.*: expected basic or good or high"),
        ('resize = "linear"', 'resize = "cubic"', r"stages\[0\]\.input\.resize"),
        ("size = [224, 224]", "size = [224]", r"stages\[0\]\.input\.size"),
        ('digest = "sha256:9', 'digest = "md5:9', r"builds\[0\]\.files\[0\]\.digest"),
        ('path = "blazepose/', 'path = "../', r"builds\[0\]\.files\[0\]\.path"),
        ('file = "pose_d', 'file = "nose_d', r"build float16 has no nose_detection\.tflite"),
        (
            'member = "',
            "urls = []\n#",
            r"pose_detection\.tflite of build float16 comes from nowhere",
        ),
        ('name = "blazepose-full"', 'name = "b"', "name.*: expected 'blazepose-full', got 'b'"),
    ],
)
def test_a_wrong_description_is_named_with_file_and_key(
    describe: Describe, tmp_path: Path, old: str, new: str, expected: str
) -> None:
    describe(old, new)

    with pytest.raises(ConfigError, match=expected) as wrong:
        models.load("blazepose-full")

    assert str(tmp_path / "blazepose-full.toml") in str(wrong.value)


def test_an_unknown_model_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="known: posenet-641x481, "):
        models.load("posenet-640x480")
