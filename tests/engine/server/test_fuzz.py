"""Both ends are sent what nobody should send; for 600 s with ``SKELETON_CREW_FUZZ=600``."""

import os
import random
import socket
import time
from pathlib import Path

import pytest
import zmq

from engine.poses import wire
from engine.poses.remote import Kind, requests, topic
from engine.poses.remote.envelope import Envelope, seal
from engine.poses.remote.requests import RenewBackground
from tests.engine.poses.values import background, frame, pose
from tests.engine.server.serving import HandFeed, listen, serving, wait_until

SECONDS = float(os.environ.get("SKELETON_CREW_FUZZ", "1"))
PAUSE = 0.005
"""Seconds between connections: a flood of thousands a second is another matter."""

STATUS = Path("/proc/self/status")


def resident_kilobytes() -> int:
    (line,) = [line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1])


class Fuzz:
    """Bytes at random, and sound ones with something wrong; no two runs alike but by the seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        sound: list[wire.Message] = [frame(1, pose(), pose(2)), background(1)]
        self._sound = [wire.encode(message) for message in sound]
        self._asked = [requests.encode(RenewBackground("lobby"))]

    def from_engine(self) -> bytes:
        """What an engine might send that is broken, or of another time."""
        kind = self._random.choice(list(Kind))
        message = self._spoilt(self._random.choice(self._sound))
        data = seal(Envelope(kind, "lobby", 7, self._random.getrandbits(20), False, message))
        return self._random.choice(
            [self._noise(300), data, self._spoilt(data), data[: self._random.randrange(len(data))]]
        )

    def from_app(self) -> bytes:
        """What an app might send that is broken, or of another time; no subscription."""
        asked = self._asked[0]
        data = self._random.choice([self._noise(600), self._spoilt(asked), asked[:-3], b""])
        return b"x" + data if data[:1] in (b"\0", b"\1") else data

    def noise(self) -> bytes:
        """Bytes at random."""
        return self._noise(3000)

    def _noise(self, longest: int) -> bytes:
        return self._random.randbytes(self._random.randrange(longest))

    def _spoilt(self, data: bytes) -> bytes:
        spoilt = bytearray(data)
        for _ in range(self._random.randint(1, 4)):
            spoilt[self._random.randrange(len(spoilt))] = self._random.getrandbits(8)
        return bytes(spoilt)


def memory_stays(rest: list[int]) -> bool:
    """Whether memory did not grow from the first fifth of a run to its last."""
    fifth = max(1, len(rest) // 5)
    return max(rest[-fifth:]) < 1.05 * max(rest[:fifth]) + 4000


@pytest.mark.timeout(60 + 3 * SECONDS)
@pytest.mark.skipif(not STATUS.exists(), reason="memory is read from /proc, as on Linux")
def test_an_engine_counts_and_drops_what_is_no_request_and_goes_on(url: str) -> None:
    fuzz, feed, context = Fuzz(1), HandFeed(), zmq.Context()
    memory, sent, number = [], 0, 0
    with serving(url, {"lobby": feed}) as server, listen(url) as stream:
        wait_until(lambda: server.apps == 1)
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            with context.socket(zmq.XSUB) as app:
                app.linger = 100
                app.connect(url)
                for _ in range(50):
                    app.send(fuzz.from_app())
                    sent += 1
            with socket.socket(socket.AF_UNIX) as raw:
                raw.connect(url.removeprefix("ipc://"))
                raw.send(fuzz.noise())
            feed.give(frame(number))
            got = stream.next_frame(5.0)
            assert got is not None
            assert got.frame == number
            number += 1
            memory.append(resident_kilobytes())
            time.sleep(PAUSE)
        wait_until(lambda: stream.health is not None and stream.health.refused > 0)
        stream.renew_background()
        wait_until(lambda: feed.renewed > 0)
        assert stream.refused == 0
    context.destroy(linger=0)
    print(f"{sent} messages from apps, {number} connections, {memory[0]} to {memory[-1]} kB")
    assert memory_stays(memory)


@pytest.mark.timeout(60 + 3 * SECONDS)
@pytest.mark.skipif(not STATUS.exists(), reason="memory is read from /proc, as on Linux")
def test_an_app_counts_and_drops_what_is_no_message_and_goes_on(url: str) -> None:
    fuzz, context = Fuzz(2), zmq.Context()
    engine = context.socket(zmq.XPUB)
    engine.bind(url)
    memory, sent = [], 0
    reports: list[str] = []
    with listen(url, camera="lobby", background=True, report=reports.append) as stream:
        while engine.recv() != b"\1" + topic(Kind.POSES, "lobby"):
            pass
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            for _ in range(50):
                engine.send(fuzz.from_engine())
                sent += 1
            stream.latest()
            stream.background()
            time.sleep(0.005)
            memory.append(resident_kilobytes())
        assert stream.refused > 0
        whole = Envelope(Kind.POSES, "lobby", 8, 0, False, wire.encode(frame(424242)))
        engine.send(seal(whole))
        wait_until(lambda: (newest := stream.latest()) is not None and newest.frame == 424242)
        assert len(reports) == 1
        assert "update one of the two" in reports[0]
    context.destroy(linger=0)
    print(f"{sent} messages from an engine, {memory[0]} to {memory[-1]} kB")
    assert memory_stays(memory)


def test_an_app_that_something_else_has_answered_finds_the_engine_later(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.poses.remote.stream._ANEW_SECONDS", 0.5)
    path = url.removeprefix("ipc://")
    with listen(url):
        with socket.socket(socket.AF_UNIX) as other:
            other.bind(path)
            other.listen()
            connection, _ = other.accept()
            connection.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            time.sleep(0.1)
            connection.close()
        Path(path).unlink()
        with serving(url, {"lobby": HandFeed()}) as server:
            wait_until(lambda: server.apps == 1)
