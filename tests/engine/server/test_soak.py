"""Engine and apps are killed over and over; ``SKELETON_CREW_KILLS=100`` kills that often."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from apps.pose_logger.storage import Archive
from tests.engine.server.serving import listen, wait_until

KILLS = int(os.environ.get("SKELETON_CREW_KILLS", "3"))
ROOT = Path(__file__).parents[3]
BACK_SECONDS = 3.0
START_SECONDS = 30.0


class Part:
    """One process, which can be killed and begun again; ``told`` is what it told last."""

    def __init__(self, name: str, url: str, argument: str) -> None:
        self._command = [sys.executable, "-m", "tests.engine.server.soak_part", name, url]
        self.begin(argument)

    def begin(self, argument: str) -> None:
        self.told: dict[str, Any] = {}
        self._process = subprocess.Popen(
            [*self._command, argument], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def kill(self) -> None:
        assert self._process.poll() is None, "it has ended by itself"
        self.end()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                if line.endswith("\n"):
                    self.told = json.loads(line)


class Show:
    """An engine, three apps and somebody who looks at all of them."""

    def __init__(self, url: str, folder: Path) -> None:
        self.run = 0
        self.folder = folder
        self.engine = Part("engine", url, "0")
        self.screen = Part("screen", url, "")
        self.synthesizer = Part("synthesizer", url, "")
        self.logger = Part("logger", url, str(folder))
        self.probe = listen(url)

    def is_on(self) -> bool:
        """Whether everybody is there and does what is theirs, with the engine that runs now."""
        screen, health = self.screen.told, self.probe.health
        return (
            health is not None
            and health.apps == 4
            and not self.probe.stale
            and screen.get("run") == str(self.run)
            and screen.get("shown") is True
            and not screen["stale"]
            and self.synthesizer.told.get("sounding") == 1
        )

    def kill_engine(self, pause: float) -> float:
        """Kill the engine and begin another; for how long apps were away once it served."""
        self.engine.kill()
        if pause > 0.0:
            wait_until(lambda: self.synthesizer.told["sounding"] == 0, 2.0)
            wait_until(lambda: self.screen.told["stale"], 2.5)
        time.sleep(pause)
        self.run += 1
        self.engine.begin(str(self.run))
        wait_until(lambda: self.engine.told, START_SECONDS)
        return self._seconds_until_on()

    def kill_app(self, name: str) -> None:
        """Kill an app and begin it again; nobody else notices."""
        part: Part = getattr(self, name)
        part.kill()
        before = self.probe.restarts, self.probe.lost
        part.begin(str(self.folder))
        wait_until(self.is_on, START_SECONDS)
        assert (self.probe.restarts, self.probe.lost) == before

    def read_on(self) -> None:
        """Read what the probe was sent, as an app does."""
        self.probe.latest()

    def close(self) -> None:
        self.probe.close()
        for part in (self.engine, self.screen, self.synthesizer, self.logger):
            part.end()

    def _seconds_until_on(self) -> float:
        started = time.monotonic()
        wait_until(self.is_on, START_SECONDS)
        return time.monotonic() - started


@pytest.fixture
def show(url: str, tmp_path: Path) -> Iterator[Show]:
    show = Show(url, tmp_path / "data")
    reading = threading.Event()

    def read() -> None:
        while not reading.wait(0.02):
            show.read_on()

    threading.Thread(target=read, daemon=True).start()
    yield show
    reading.set()
    show.close()


@pytest.mark.timeout(120 + 20 * KILLS)
def test_whoever_is_killed_the_others_go_on_and_all_are_back(show: Show) -> None:
    random_ = random.Random(100)
    wait_until(show.is_on, START_SECONDS)
    away, rows = [], 0
    for kill in range(KILLS):
        victim = random_.choice(["engine", "screen", "synthesizer", "logger"])
        victim = "engine" if kill == 0 else victim
        if victim == "engine":
            away.append(show.kill_engine(random_.choice([0.0, 1.5])))
        else:
            show.kill_app(victim)
        assert show.screen.told["wrong"] == 0
        found = archived(show.folder)
        assert found >= rows, "something sealed is lost"
        rows = found
        time.sleep(random_.uniform(0, 0.5))
    assert max(away) < BACK_SECONDS
    print(f"{KILLS} kills, {len(away)} of the engine; away for {max(away):.2f} s at most")


def archived(folder: Path) -> int:
    """How many rows of skeletons are sealed; none of the files is damaged."""
    archive = Archive(folder)
    files = [pq.ParquetFile(path) for path in archive.files("poses")]
    assert archive.skipped == []
    return sum(int(file.metadata.num_rows) for file in files)
