from pathlib import Path

import av
import cv2
import pygame
import pytest

from apps.display.files import UnfinishedFile
from apps.display.video import VideoWriter
from engine.poses import OutputError

FULL_DISK = Path("/dev/full")


def picture(size: tuple[int, int] = (64, 48), colour: str = "#E69F00") -> pygame.Surface:
    surface = pygame.Surface(size, depth=32)
    surface.fill(colour)
    return surface


def written(path: Path, times: list[float], size: tuple[int, int] = (64, 48)) -> Path:
    writer = VideoWriter(path)
    for time in times:
        writer.write(picture(size), time)
    writer.close()
    return path


def times_in(path: Path) -> list[float]:
    with av.open(str(path)) as film:
        return [float(frame.time) for frame in film.decode(video=0)]


def test_a_film_has_a_picture_for_each_that_was_written(tmp_path: Path) -> None:
    film = cv2.VideoCapture(str(written(tmp_path / "a.mp4", [i / 25 for i in range(60)])))
    assert film.get(cv2.CAP_PROP_FRAME_COUNT) == 60
    assert film.get(cv2.CAP_PROP_FPS) == pytest.approx(25)
    assert sum(film.read()[0] for _ in range(70)) == 60


def test_times_and_gaps_are_kept(tmp_path: Path) -> None:
    times = [100.0, 100.1, 100.1333, 107.5, 107.501]
    expected = [time - times[0] for time in times]
    assert times_in(written(tmp_path / "a.mp4", times)) == pytest.approx(expected, abs=1e-4)


def test_a_clock_that_stands_still_or_runs_back_loses_no_picture(tmp_path: Path) -> None:
    times = times_in(written(tmp_path / "a.mp4", [1.0, 1.0, 0.5, 2.0]))
    assert len(times) == 4
    assert times == sorted(times)


def test_it_is_the_kind_of_film_that_browsers_play(tmp_path: Path) -> None:
    path = written(tmp_path / "a.mp4", [0.0, 0.04])
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize("colour", ["#E69F00", "#009E73", "#0072B2", "#FFFFFF", "#101418"])
def test_colours_come_out_as_they_went_in(tmp_path: Path, colour: str) -> None:
    writer = VideoWriter(tmp_path / "a.mp4")
    writer.write(picture(colour=colour), 0.0)
    writer.close()
    with av.open(str(tmp_path / "a.mp4")) as film:
        frame = next(film.decode(video=0)).reformat(format="rgb24", src_colorspace="itu709")
        shown = tuple(bytes(frame.planes[0])[:3])
    assert shown == pytest.approx(tuple(pygame.Color(colour))[:3], abs=4)


@pytest.mark.parametrize(
    ("size", "even"), [((1, 1), (2, 2)), ((65, 47), (66, 48)), ((64, 48), (64, 48))]
)
def test_odd_sides_are_made_even(
    tmp_path: Path, size: tuple[int, int], even: tuple[int, int]
) -> None:
    with av.open(str(written(tmp_path / "a.mp4", [0.0, 0.1], size))) as film:
        stream = film.streams.video[0]
        assert (stream.width, stream.height) == even
        assert len(list(film.decode(video=0))) == 2


def test_nothing_has_the_name_before_the_film_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    writer = VideoWriter(path)
    writer.write(picture(), 0.0)
    assert [file.name for file in tmp_path.iterdir()] == ["a.mp4.part"]
    writer.close()
    writer.close()
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_pictures_are_the_same_bytes(tmp_path: Path) -> None:
    scenes = [picture((320, 240), colour) for colour in ("#202830", "#A0A8B0")]
    for number, scene in enumerate(scenes):
        pygame.draw.circle(scene, "#E69F00", (100 + 50 * number, 120), 60, 7)
    films = set()
    for _ in range(8):
        writer = VideoWriter(tmp_path / "a.mp4")
        for time in range(24):
            writer.write(scenes[time // 12], time / 25)
        writer.close()
        films.add((tmp_path / "a.mp4").read_bytes())
    assert len(films) == 1


def test_no_pictures_are_no_file(tmp_path: Path) -> None:
    VideoWriter(tmp_path / "a.mp4").close()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_noticed_at_once(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot write .*a\.mp4: No such file or directory"):
        VideoWriter(tmp_path / "nowhere" / "a.mp4")


def test_a_name_with_a_colon_is_no_address(tmp_path: Path) -> None:
    path = written(tmp_path / "http:a.mp4", [0.0])
    assert times_in(path) == [0.0]


@pytest.mark.skipif(not FULL_DISK.exists(), reason="needs /dev/full, which only Linux has")
@pytest.mark.parametrize("pictures", [1, 400])
def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path, pictures: int) -> None:
    path = tmp_path / "a.mp4"
    UnfinishedFile(path).partial.symlink_to(FULL_DISK)
    writer = VideoWriter(path)
    noise = pygame.image.frombytes(bytes(range(256)) * 36, (64, 48), "RGB")

    def write_all() -> None:
        for number in range(pictures):
            noise.scroll(1, 1, pygame.SCROLL_REPEAT)
            writer.write(noise, number / 25)
        writer.close()

    with pytest.raises(OutputError, match=r"^cannot write \S*a\.mp4: No space left on device$"):
        write_all()
    writer.close()
    assert list(tmp_path.iterdir()) == []
