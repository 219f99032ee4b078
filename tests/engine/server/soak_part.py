"""One of the processes that are killed over and over: an engine, or one of three apps.

Each tells what it does in a line of JSON twenty times a second, until it is killed.
"""

import json
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import msgspec

from apps.pose_logger.app import run_all
from apps.pose_logger.settings import LoggerSettings
from apps.pose_logger.storage import store
from apps.synthesizer.outputs.live import LiveScore
from apps.synthesizer.performance import Performance
from apps.synthesizer.settings import SynthesizerSettings
from engine.poses import Background, Pose, PoseFrame, wire
from engine.poses.remote import Dial, EngineCameras, Kind, RemoteStream, read_address, topic
from engine.server import Outlet, Server
from engine.server.feeds import Listener
from tests.apps.people import frame
from tests.apps.synthesizer.players import player

RATE = 30
TELL_SECONDS = 0.05


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


def ignore(line: str) -> None:
    """Others are to tell what this would."""


class Museum:
    """Somebody who holds a note for ever, before a wall of a colour that each run has its own."""

    busy = False

    def __init__(self, run: int) -> None:
        self._run = run
        self._stop = threading.Event()

    def run(self, listener: Listener) -> None:
        listener(wire.encode(Background(1, 2, 1, bytes([self._run % 256] * 6))))
        somebody = player(1, 0.5, height=1.0, level=1.0)
        start, number = time.monotonic(), 0
        while not self._stop.wait(max(0.0, start + number / RATE - time.monotonic())):
            listener(wire.encode(self._frame(somebody, number)))
            number += 1

    def renew_background(self) -> None:
        """It stays."""

    def close(self) -> None:
        self._stop.set()

    def _frame(self, somebody: Pose, number: int) -> PoseFrame:
        one = frame(somebody, number=number, rate=RATE)
        return msgspec.structs.replace(one, model=str(self._run), time=time.monotonic())


def engine(url: str, run: str) -> None:
    with (
        closing(Outlet(read_address(url), [topic(Kind.POSES, "lobby")])) as outlet,
        closing(Server({"lobby": lambda: Museum(int(run))}, outlet)) as server,
    ):
        tell(serving=run)
        server.run()


def screen(url: str, _: str) -> None:
    """What is seen, and how often there was another run's background under it."""
    wrong = 0
    with RemoteStream(Dial(url), background=True, report=ignore) as poses:
        while True:
            newest, background = poses.latest(), poses.background()
            if newest is not None and background is not None:
                wrong += background.pixels[0] != int(newest.model) % 256
            tell(
                run=newest and newest.model,
                frame=newest and newest.frame,
                shown=background is not None,
                stale=poses.stale,
                wrong=wrong,
            )
            time.sleep(TELL_SECONDS)


class Notes:
    """A sink that knows which notes sound."""

    def __init__(self) -> None:
        self.sounding: set[int] = set()

    def send(self, data: bytes) -> None:
        kind = data[0] & 0xF0
        if kind == 0x90 and data[2]:
            self.sounding.add(data[1])
        elif kind in (0x80, 0x90):
            self.sounding.discard(data[1])

    def change(self, settings: SynthesizerSettings) -> None:
        """Nothing to be done."""

    def close(self) -> None:
        """Nothing to be done."""


def synthesizer(url: str, _: str) -> None:
    notes, settings = Notes(), SynthesizerSettings()
    played = 0

    def watch() -> None:
        while True:
            tell(sounding=len(notes.sounding), played=played)
            time.sleep(TELL_SECONDS)

    threading.Thread(target=watch, daemon=True).start()
    with (
        closing(LiveScore(notes, settings)) as score,
        RemoteStream(Dial(url), report=ignore) as poses,
    ):
        performance = Performance(settings, score)
        for one in poses:
            performance.play(one)
            played += 1


def logger(url: str, folder: str) -> None:
    store.SEAL_SECONDS = dict.fromkeys(store.SEAL_SECONDS, 2)
    with closing(EngineCameras(Dial(url), report=ignore)) as cameras:
        run_all(cameras.streams, LoggerSettings(data=str(Path(folder))), report=ignore)


if __name__ == "__main__":
    {"engine": engine, "screen": screen, "synthesizer": synthesizer, "logger": logger}[sys.argv[1]](
        *sys.argv[2:]
    )
