from pathlib import Path

import pytest

from engine.poses import UsageError
from engine.poses.remote import Address, read_address


def test_the_usual_address_is_private_to_whoever_is_logged_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/1000")
    path = Path("/run/user/1000/skeleton-crew/engine.sock")
    assert read_address("local") == Address(f"ipc://{path}", path)


def test_a_service_of_the_system_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    assert read_address("local").path == Path("/run/skeleton-crew/engine.sock")


@pytest.mark.parametrize("text", ["tcp://192.168.1.20:5555", "tcp://*:5555", "tcp://[::1]:5555"])
def test_a_host_has_no_path(text: str) -> None:
    assert read_address(text) == Address(text, None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no address of an engine; it may be local, ipc://PATH or tcp://HOST:PORT"),
        ("udp://host:1", "is no address"),
        ("/run/engine.sock", "is no address"),
        ("ipc://", "names no file"),
        ("ipc://@engine", "names no file"),
        ("ipc://*", "names no file"),
        ("ipc:///" + 107 * "x", "107 bytes of path are the most"),
        ("tcp://host", "has no host and port"),
        ("tcp://:5555", "has no host and port"),
        ("tcp://host:65536", "has no host and port"),
        ("tcp://host:port", "has no host and port"),
    ],
)
def test_what_is_no_address_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_address(text)
