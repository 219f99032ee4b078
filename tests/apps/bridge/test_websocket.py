"""Against real clients: fast ones, slow ones, and such as come and go."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from apps.bridge.settings import WebSocketSettings
from apps.bridge.websocket.app import run
from apps.bridge.websocket.server import MOST_CLIENTS
from engine.poses import ConfigError, OutputError, UsageError
from tests.apps.bridge.serving import Served, serving
from tests.apps.mqtt.brokers import HOST, free_port
from tests.apps.people import stream

ROOT = Path(__file__).parents[3]


@pytest.fixture
def served() -> Iterator[Served]:
    with serving() as served:
        yield served


def ask(served: Served, origin: str | None = None) -> ClientConnection:
    return connect(f"ws://{served.address}", origin=None if origin is None else Origin(origin))


def hear(client: ClientConnection) -> tuple[int, list[int]]:
    """The number of the next frame, and who is in it."""
    message = json.loads(client.recv(10))
    return message["frame"], [pose["id"] for pose in message["poses"]]


def test_everybody_is_told_each_frame(served: Served) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(ask(served)) for _ in range(10)]
        for number in range(5):
            served.see(number, people=number)
            everybody = list(range(number))
            assert [hear(client) for client in clients] == [(number, everybody)] * 10


def test_who_comes_later_is_told_the_newest_and_who_goes_is_not_missed(
    served: Served,
) -> None:
    with ask(served) as stays:
        for number in range(20):
            served.see(number)
            assert hear(stays) == (number, [0])
            with ask(served) as comes:
                assert hear(comes) == (number, [0])


def test_a_slow_client_misses_frames_and_the_others_none(served: Served) -> None:
    with ask(served) as fast, _raw_client(served) as slow:
        for number in range(600):
            served.see(number, people=10)
            assert hear(fast)[0] == number
        # What the system held back for it was all that there was.
        told = _numbers(slow, until=599)
    assert told == sorted(told)
    assert told[-1] == 599
    assert len(told) < 60


def _place(served: Served) -> tuple[str, int]:
    host, _, port = served.address.rpartition(":")
    return host, int(port)


@contextmanager
def _raw_client(served: Served) -> Iterator[socket.socket]:
    """A client that reads nothing by itself, and has little room for what comes."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(10)
        client.connect(_place(served))
        client.sendall(
            f"GET / HTTP/1.1\r\nHost: {served.address}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        assert client.recv(4096).startswith(b"HTTP/1.1 101 ")
        yield client


def _numbers(client: socket.socket, until: int) -> list[int]:
    """The numbers of the frames that wait for a raw ``client``."""
    data = b""
    while f'"frame":{until},'.encode() not in data:
        data += client.recv(1 << 16)
    marks = data.split(b'"frame":')[1:]
    return [int(mark.partition(b",")[0]) for mark in marks]


def test_when_frames_stay_away_nobody_is_there() -> None:
    with serving(silence=0.5) as served, ask(served) as client:
        served.see(7, people=2)
        assert hear(client) == (7, [0, 1])
        assert hear(client) == (7, [])
        served.see(8)
        assert hear(client) == (8, [0])


def test_the_end_of_the_stream_closes_cleanly(served: Served) -> None:
    with ask(served) as client:
        served.end()
        with pytest.raises(ConnectionClosed):
            client.recv(5)
        assert client.close_code == 1001


def test_the_end_waits_neither_for_the_silent_nor_for_the_deaf(served: Served) -> None:
    with socket.create_connection(_place(served)), _raw_client(served) as deaf:
        served.see(0)
        assert deaf.recv(4096)
        start = time.monotonic()
        served.end()
        assert time.monotonic() - start < 4


def test_what_a_page_says_is_not_listened_to(served: Served) -> None:
    with ask(served) as client:
        for _ in range(100):
            client.send("hello")
        served.see(1)
        assert hear(client) == (1, [0])
        client.send("x" * 10_000)
        with pytest.raises(ConnectionClosed):
            client.recv(5)


def test_a_page_from_elsewhere_gets_nothing_and_is_told_of(served: Served) -> None:
    with pytest.raises(InvalidStatus) as refused:
        ask(served, origin="https://example.com")
    assert refused.value.response.status_code == 403
    assert served.reports[1:] == [
        "refused a page of https://example.com; --origin https://example.com lets it in"
    ]
    with ask(served, origin=f"http://{served.address}") as client:
        served.see(1)
        assert hear(client) == (1, [0])


def test_more_than_there_is_room_for_are_refused(served: Served) -> None:
    with ExitStack() as stack:
        for _ in range(MOST_CLIENTS):
            stack.enter_context(ask(served))
        with pytest.raises(InvalidStatus) as refused:
            ask(served)
        assert refused.value.response.status_code == 503


def test_the_same_port_serves_the_page(served: Served) -> None:
    page = httpx.get(f"http://{served.address}/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "skeleton-crew.js" in page.text
    assert httpx.get(f"http://{served.address}/nothing").status_code == 404


def test_a_folder_takes_the_place_of_the_page_and_may_be_large(tmp_path: Path) -> None:
    (tmp_path / "large.js").write_bytes(b"x" * 5_000_000)
    with serving(page=str(tmp_path)) as served:
        assert len(httpx.get(f"http://{served.address}/large.js").content) == 5_000_000
        assert httpx.get(f"http://{served.address}/skeleton-crew.js").status_code == 200


@pytest.mark.parametrize(
    "garbage", [b"\x16\x03\x01\x00\x05", b"GET /\r\n\r\n", b"x" * 100_000, b""]
)
def test_whoever_speaks_something_else_harms_nobody(
    served: Served, garbage: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with ask(served) as client:
        with socket.create_connection(_place(served)) as other:
            other.sendall(garbage)
            other.shutdown(socket.SHUT_WR)
        served.see(1)
        assert hear(client) == (1, [0])
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        (WebSocketSettings("nowhere"), ConfigError, "expected host:port"),
        (WebSocketSettings("0.0.0.0:8765"), OutputError, "0.0.0.0 is not on the local network"),
        (WebSocketSettings("10.255.255.254:8765"), OutputError, "port 8765: Cannot assign "),
        (WebSocketSettings("no.such.invalid:8765"), OutputError, "nobody knows a host"),
        (WebSocketSettings("127.0.0.1:8765", page="missing"), UsageError, "no folder missing"),
    ],
)
def test_what_cannot_be_served_is_one_line(
    settings: WebSocketSettings, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message) as raised:
        run(stream([]), settings)
    assert "\n" not in str(raised.value)


def test_a_port_that_is_in_use_is_one_line(served: Served) -> None:
    with pytest.raises(OutputError, match=r"Address already in use; give another address$"):
        run(stream([]), WebSocketSettings(served.address))


@pytest.mark.usefixtures("installed_model")
def test_sigterm_parts_from_everybody() -> None:
    address = f"{HOST}:{free_port()}"
    command = [sys.executable, "-m", "apps", "bridge", "websocket", "--source", "stage:trio"]
    command += ["--address", address, "--skip", "8"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        assert any(f"ws://{address}" in line for line in lines)
        with connect(f"ws://{address}") as client:
            assert len(json.loads(client.recv(30))["poses"]) == 3
            process.send_signal(signal.SIGTERM)
            assert sum(1 for _ in client) < 100
            assert client.close_code == 1001
        assert process.wait(10) == 128 + signal.SIGTERM
        assert process.stderr.read() == ""
