import socket
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.doctor import source
from engine.poses.finding import Finding, State


def look(name: str | Path) -> Finding:
    (finding,) = source.look(str(name))
    assert finding.needed
    return finding


@pytest.fixture
def port() -> Iterator[int]:
    """One that somebody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("name", ["auto", "0", "/dev/video0"])
def test_cameras_of_this_machine_are_looked_at_elsewhere(name: str) -> None:
    assert not source.checks(name)


def test_the_theatre_and_files_are_opened(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "grey.png"), np.full((33, 51, 3), 90, np.uint8))
    assert look("stage:visit").state is State.OK
    assert look(tmp_path / "grey.png").state is State.OK


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("stage:viist", "no stage is called 'viist'"),
        ("missing.mp4", "there is no file missing.mp4"),
        ("foo://bar", "foo:// is no kind of source"),
    ],
)
def test_what_gives_no_pictures_is_broken(name: str, detail: str) -> None:
    finding = look(name)
    assert finding.state is State.BROKEN
    assert detail in finding.detail


def test_a_network_camera_that_answers_is_in_order_and_its_password_is_not_told(port: int) -> None:
    finding = look(f"rtsp://guard:secret@127.0.0.1:{port}/live")
    assert (finding.state, finding.detail) == (State.OK, f"127.0.0.1:{port} answers")


def test_a_network_camera_that_is_off_is_missing() -> None:
    finding = look("rtsp://guard:secret@127.0.0.1:9/live")
    assert finding.state is State.MISSING
    assert "127.0.0.1:9 cannot be reached: Connection refused" in finding.detail
    assert "secret" not in finding.detail + finding.mend
