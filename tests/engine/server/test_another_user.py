"""The wall between the camera and the apps, as a kiosk has it: each on its side as its own user."""

import contextlib
import grp
import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import pytest

from engine.cameras import open_camera
from tests.engine.server import intruder
from tests.engine.server.serving import socket_folder, wait_until
from tests.engine.server.users import User, start

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0, reason="only root can be other users"
    ),
]

CAMERA = 61044
"""The group of the camera, in place of video."""

FRAMES = 12


class Wall(NamedTuple):
    """An engine at work, its camera and its socket."""

    pid: int
    camera: Path
    socket: Path
    folder: Path


@pytest.fixture(scope="module")
def group() -> "grp.struct_group":
    """A group of this machine, in place of skeleton-crew."""
    return grp.getgrnam("users")


@pytest.fixture(scope="module")
def engine(group: "grp.struct_group") -> User:
    return User(61001, (group.gr_gid, CAMERA))


@pytest.fixture(scope="module")
def app(group: "grp.struct_group") -> User:
    return User(61002, (group.gr_gid,))


@pytest.fixture(scope="module")
def wall(installed_model: str, engine: User, group: "grp.struct_group") -> Iterator[Wall]:
    """An engine that waits for one app, whose camera is a video that is kept like a camera."""
    with socket_folder() as folder:
        folder.chmod(0o755)
        camera = folder / "video0.avi"
        film(camera)
        os.chown(camera, 0, CAMERA)
        camera.chmod(0o660)
        run = folder / "run"
        run.mkdir(mode=0o750)
        os.chown(run, engine.number, group.gr_gid)
        address = run / "engine.sock"
        config = folder / "engine.toml"
        config.write_text(f'address = "ipc://{address}"\ngroup = "{group.gr_name}"\n')
        serve = ["-m", "apps", "serve", "--config", str(config), "--wait-for", "1"]
        serve += ["--source", str(camera), "--model", installed_model]
        with start(engine, serve, folder / "engine") as process:
            try:
                wait_until(lambda: address.exists() or process.poll() is not None, 30.0)
                assert process.poll() is None, process.communicate()[1]
                yield Wall(process.pid, camera, address, folder)
            finally:
                process.terminate()


def film(path: Path) -> None:
    """A short video of the puppet theatre."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10.0, (640, 480))
    with contextlib.closing(open_camera("stage:trio", skip=8.0)) as camera:
        for frame in itertools.islice(camera.frames(), FRAMES):
            writer.write(cv2.resize(frame.pixels, (640, 480)))
    writer.release()


def attempts(wall: Wall, user: User, pid: int | None = None) -> dict[str, str]:
    """What comes of each attempt of ``user`` to get at the engine, or at process ``pid``."""
    command = [intruder.__file__, str(pid or wall.pid), str(wall.camera), str(wall.socket)]
    out, err = start(user, command, wall.folder / f"intruder{time.monotonic_ns()}").communicate()
    assert out, err
    told: dict[str, str] = json.loads(out)
    return told


MEMORY = {"memory": "EACCES", "descriptors": "EACCES", "a descriptor": "EPERM", "trace": "EPERM"}


def test_an_app_has_the_socket_and_neither_the_camera_nor_the_engines_memory(
    wall: Wall, app: User
) -> None:
    assert attempts(wall, app) == {"socket": "had", "camera": "EACCES"} | MEMORY


def test_whoever_is_not_of_the_group_has_not_even_the_socket(wall: Wall) -> None:
    stranger = User(61003, (61003,))
    assert attempts(wall, stranger) == {"socket": "EACCES", "camera": "EACCES"} | MEMORY


def test_even_the_engines_own_user_has_no_other_way_into_its_memory(
    wall: Wall, engine: User
) -> None:
    assert attempts(wall, engine) == {"socket": "had", "camera": "had"} | MEMORY
    sleep = ["-c", "import time; print(1, flush=True); time.sleep(60)"]
    with start(engine, sleep, wall.folder / "sleep") as other:
        assert other.stdout is not None
        other.stdout.readline()
        others = attempts(wall, engine, other.pid)
        other.kill()
    assert {others[name] for name in MEMORY} == {"had"}


def test_an_app_of_another_user_gets_the_poses_of_what_it_may_not_see(
    wall: Wall, app: User
) -> None:
    detect = ["-m", "apps", "detect", "--engine", f"ipc://{wall.socket}", "--json"]
    process = start(app, detect, wall.folder / "app")
    try:
        out, err = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    frames = [json.loads(line) for line in out.splitlines()]
    assert len(frames) == FRAMES, err
    assert any(frame["poses"] for frame in frames)
