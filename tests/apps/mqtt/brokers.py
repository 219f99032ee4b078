"""A real MQTT broker to kill and to freeze, and somebody who listens to it."""

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

HOST = "127.0.0.1"


def eventually(condition: Callable[[], object], seconds: float = 15.0) -> None:
    """Wait until ``condition`` holds; fails if it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


class Broker:
    """Mosquitto on a loopback port of its own, whose files are in ``folder``."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()

    def start(self, password_file: Path | None = None) -> None:
        access = f"password_file {password_file}" if password_file else ""
        config = self._folder / "mosquitto.conf"
        config.write_text(
            f"listener {self.port} {HOST}\nallow_anonymous {str(not password_file).lower()}\n"
            f"user root\n{access}\n"
        )
        with (self._folder / "mosquitto.log").open("ab") as log:
            self._process = subprocess.Popen([self._program, "-c", config], stderr=log)
        eventually(self._answers)

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        if self._process is not None:
            self.signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self._folder / "mosquitto.log").read_text()
        with socket.socket() as probe:
            return probe.connect_ex((HOST, self.port)) == 0


class Heard(NamedTuple):
    topic: str
    payload: str
    retained: bool
    qos: int


class Listener:
    """Whoever hears all that a broker is told, and what it kept from before."""

    def __init__(self, **login: str) -> None:
        self._lock = Lock()
        self._heard: list[Heard] = []
        self._client = Client(CallbackAPIVersion.VERSION2)
        self._client.on_message = self._on_message
        if login:
            self._client.username_pw_set(**login)

    def start(self, port: int) -> None:
        self._client.connect(HOST, port)
        self._client.subscribe("#", qos=1)
        self._client.loop_start()

    def stop(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    @property
    def heard(self) -> list[Heard]:
        with self._lock:
            return list(self._heard)

    @property
    def newest(self) -> dict[str, str]:
        """The newest payload of each topic, but for those that are forgotten."""
        newest = {one.topic: one.payload for one in self.heard}
        return {topic: payload for topic, payload in newest.items() if payload}

    def _on_message(self, client: Client, userdata: Any, message: MQTTMessage) -> None:
        with self._lock:
            payload = message.payload.decode()
            self._heard.append(Heard(message.topic, payload, message.retain, message.qos))


@contextmanager
def listening(port: int, **login: str) -> Iterator[Listener]:
    listener = Listener(**login)
    listener.start(port)
    try:
        yield listener
    finally:
        listener.stop()
