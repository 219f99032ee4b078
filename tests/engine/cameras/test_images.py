from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from engine.cameras.images import Pictures
from engine.detections import Pixels
from engine.poses.errors import CameraError
from tests.engine.cameras.media import number_in, picture, write_picture

COLOURS = np.zeros((6, 8, 3), np.uint8)
COLOURS[:] = (30, 120, 210)


def only(path: Path) -> Pixels:
    (frame,) = Pictures(path).frames()
    assert (frame.number, frame.time) == (0, 0.0)
    return frame.pixels


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".jpg", ".webp", ".tiff", ".PNG"])
def test_a_picture_is_one_frame(tmp_path: Path, suffix: str) -> None:
    pixels = only(write_picture(tmp_path / f"picture{suffix}", COLOURS))
    assert pixels.dtype == np.uint8
    assert np.abs(pixels.astype(int) - COLOURS).max() <= 6


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (np.full((6, 8), 77, np.uint8), (77, 77, 77)),
        (np.full((6, 8), 77 * 257, np.uint16), (77, 77, 77)),
        (np.full((6, 8, 3), (10 * 257, 20 * 257, 30 * 257), np.uint16), (10, 20, 30)),
        (np.full((6, 8, 4), (10, 20, 30, 128), np.uint8), (10, 20, 30)),
    ],
    ids=["grey", "16-bit grey", "16-bit", "alpha"],
)
def test_every_kind_of_pixel_becomes_8_bits_bgr(
    tmp_path: Path, stored: npt.NDArray[np.uint8 | np.uint16], expected: tuple[int, ...]
) -> None:
    path = tmp_path / "picture.png"
    assert cv2.imwrite(str(path), stored)
    pixels = only(path)
    assert pixels.shape == (6, 8, 3)
    assert pixels.dtype == np.uint8
    assert (pixels == expected).all()


def test_a_picture_is_turned_as_its_exif_data_say(tmp_path: Path) -> None:
    upright = np.zeros((16, 32, 3), np.uint8)
    upright[:, :16] = 255
    jpeg = cv2.imencode(".jpg", upright)[1].tobytes()
    orientation = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    segment = b"\xff\xe1" + (len(orientation) + 2).to_bytes(2) + orientation
    path = tmp_path / "phone.jpg"
    path.write_bytes(jpeg[:2] + segment + jpeg[2:])
    pixels = only(path)
    assert pixels.shape == (32, 16, 3)
    assert pixels[:14].min() > 200
    assert pixels[18:].max() < 50


@pytest.mark.parametrize("size", [(1, 1), (8000, 8000), (3, 901)])
def test_a_picture_may_have_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    path = write_picture(tmp_path / "picture.png", picture(3, size))
    assert only(path).shape == (size[1], size[0], 3)


def test_a_folder_plays_its_pictures_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for number in (10, 9, 1, 2):
        write_picture(tmp_path / f"picture{number}.png", picture(number))
    (tmp_path / "notes.txt").write_text("no picture")
    camera = Pictures(tmp_path)
    frames = list(camera.frames())
    assert [number_in(frame.pixels) for frame in frames] == [1, 2, 9, 10]
    assert [(frame.number, frame.time) for frame in frames] == [(n, float(n)) for n in range(4)]
    assert camera.fps == 1.0


def test_skipping_leaves_out_a_picture_a_second(tmp_path: Path) -> None:
    for number in range(5):
        write_picture(tmp_path / f"{number}.png", picture(number))
    frames = list(Pictures(tmp_path, skip=1.5).frames())
    assert [(frame.number, number_in(frame.pixels)) for frame in frames] == [(2, 2), (3, 3), (4, 4)]
    with pytest.raises(CameraError, match="has no picture after 9 s: it has 5"):
        Pictures(tmp_path, skip=9.0)


def test_pictures_are_scaled_to_the_resolution(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "picture.png", picture(3, (200, 100)))
    (frame,) = Pictures(path, resolution=(50, 50)).frames()
    assert frame.pixels.shape == (25, 50, 3)


def test_a_damaged_picture_among_others_is_named_and_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_picture(tmp_path / "1.png", picture(1))
    (tmp_path / "2.png").write_bytes(b"no picture")
    write_picture(tmp_path / "3.png", picture(3))
    assert [frame.number for frame in Pictures(tmp_path).frames()] == [0, 2]
    (line,) = caplog.messages
    assert line == f"{tmp_path / '2.png'} is not a picture that can be read; it is left out"


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xd8\xff"])
def test_a_file_that_is_no_picture_is_refused_in_one_line(
    tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "picture.jpg"
    path.write_bytes(content)
    with pytest.raises(CameraError, match=r"picture\.jpg is not a picture that can be read"):
        Pictures(path)
    assert capfd.readouterr() == ("", "")


def test_half_a_picture_is_shown_without_a_word(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = write_picture(
        tmp_path / "picture.jpg", np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    )
    path.write_bytes(path.read_bytes()[:2000])
    assert only(path).shape == (64, 64, 3)
    assert capfd.readouterr() == ("", "")


def test_a_folder_without_a_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").touch()
    with pytest.raises(CameraError, match=r"there is no picture in .*\.jpeg, \.jpg"):
        Pictures(tmp_path)


def test_closing_ends_a_folder(tmp_path: Path) -> None:
    for number in range(3):
        write_picture(tmp_path / f"{number}.png", picture(number))
    camera = Pictures(tmp_path)
    given = []
    for frame in camera.frames():
        given.append(frame.number)
        camera.close()
    assert given == [0]


@pytest.mark.shared
def test_the_reference_picture_has_its_size(shared: Path) -> None:
    assert only(shared / "media" / "test_couple.jpg").shape == (1278, 1920, 3)


@pytest.mark.shared
def test_the_reference_folder_is_four_pictures(shared: Path) -> None:
    assert len(list(Pictures(shared / "media" / "coco").frames())) == 4
