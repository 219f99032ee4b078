from pathlib import Path

import pygame
import pytest

from apps.display.output import open_output
from apps.display.picture import PictureWriter, png
from apps.display.video import VideoWriter
from engine.poses import OutputError, UsageError


def picture(colour: str) -> pygame.Surface:
    surface = pygame.Surface((4, 3), depth=32)
    surface.fill(colour)
    return surface


def kept(path: Path) -> pygame.Color:
    return pygame.image.load(path).get_at((0, 0))


def test_the_newest_of_the_most_telling_pictures_is_kept(tmp_path: Path) -> None:
    writer = PictureWriter(tmp_path / "a.png")
    surface = picture("red")
    for colour, telling in (("red", 1), ("green", 7), ("blue", 7), ("white", 6)):
        surface.fill(colour)
        writer.write(surface, 0.0, telling=telling)
    writer.close()
    assert kept(tmp_path / "a.png") == pygame.Color("blue")
    assert [file.name for file in tmp_path.iterdir()] == ["a.png"]


def test_where_none_is_telling_the_last_one_is_kept(tmp_path: Path) -> None:
    writer = PictureWriter(tmp_path / "a.png")
    writer.write(picture("red"), 0.0)
    writer.write(picture("green"), 1.0)
    writer.close()
    assert kept(tmp_path / "a.png") == pygame.Color("green")


def test_no_pictures_are_no_file(tmp_path: Path) -> None:
    writer = PictureWriter(tmp_path / "a.png")
    writer.close()
    writer.close()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_noticed_at_once(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot write .*a\.png: No such file or directory"):
        PictureWriter(tmp_path / "nowhere" / "a.png")


def test_the_same_pixels_are_the_same_bytes() -> None:
    assert png(picture("red")) == png(picture("red")) != png(picture("green"))


@pytest.mark.parametrize(("name", "kind"), [("a.mp4", VideoWriter), ("A.PNG", PictureWriter)])
def test_the_name_says_what_is_written(tmp_path: Path, name: str, kind: type) -> None:
    output = open_output(tmp_path / name)
    assert isinstance(output, kind)
    output.close()


@pytest.mark.parametrize("name", ["a.avi", "a", ".mp4"])
def test_another_kind_of_file_is_a_mistake_on_the_command_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"an output is called NAME\.mp4 or NAME\.png"):
        open_output(tmp_path / name)
