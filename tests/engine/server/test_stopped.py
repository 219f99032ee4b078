"""An app that stops reading: ``SKELETON_CREW_FRAMES=108000`` sends it an hour's frames."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.poses import wire
from engine.poses.remote import Kind, read_address, topic
from engine.poses.remote.envelope import Envelope, seal
from engine.server import Outlet
from tests.engine.poses.values import frame, pose
from tests.engine.server.serving import wait_until
from tests.engine.server.test_fuzz import STATUS, resident_kilobytes

FRAMES = int(os.environ.get("SKELETON_CREW_FRAMES", "6000"))
ROOT = Path(__file__).parents[3]
LISTENER = [sys.executable, "-m", "engine.server.benchmark"]


def seconds_to_send(outlet: Outlet, count: int) -> float:
    """For how long the engine is held up by ``count`` frames of three people, hurried."""
    message = wire.encode(frame(0, pose(1), pose(2), pose(3)))
    taken = 0.0
    for number in range(count):
        data = seal(Envelope(Kind.POSES, "lobby", 1, number, False, message))
        start = time.perf_counter()
        outlet.send(data)
        taken += time.perf_counter() - start
        if number % 50 == 0:
            time.sleep(0.001)
    return taken


@pytest.mark.timeout(60 + FRAMES // 500)
@pytest.mark.skipif(not STATUS.exists(), reason="memory is read from /proc, as on Linux")
def test_a_stopped_app_costs_nothing_and_grows_nothing(url: str) -> None:
    lobby = topic(Kind.POSES, "lobby")
    outlet = Outlet(read_address(url), [lobby])
    with subprocess.Popen([*LISTENER, url, "lobby"], cwd=ROOT) as listener:
        wait_until(lambda: outlet.attend(0.01) == [] and outlet.subscribers(lobby) == 1)
        reading = seconds_to_send(outlet, 2000)
        listener.send_signal(signal.SIGSTOP)
        seconds_to_send(outlet, 2000)
        before = resident_kilobytes()
        stopped = seconds_to_send(outlet, FRAMES)
        after = resident_kilobytes()
        listener.kill()
    outlet.close()
    print(f"{1e6 * reading / 2000:.1f} us a frame read, {1e6 * stopped / FRAMES:.1f} us stopped")
    print(f"{FRAMES} frames: {before} to {after} kB")
    assert after < before + 1000
    assert stopped / FRAMES < 0.001
