import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.osc.sender import Address, FrameSender, parse_address
from engine.poses import OutputError, UsageError
from tests.apps.osc.listener import Listener
from tests.apps.people import frame


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.socket.close()


def test_ipv4_is_preferred_where_a_name_has_both(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    six = (socket.AF_INET6, socket.SOCK_DGRAM, 17, "", ("::1", listener.port, 0, 0))
    four = (socket.AF_INET, socket.SOCK_DGRAM, 17, "", ("127.0.0.1", listener.port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [six, four])
    sender = FrameSender(f"localhost:{listener.port}")
    sender.send_frame(frame())
    assert listener.hear()
    sender.close()


def test_ipv6_is_understood() -> None:
    try:
        listener = Listener(socket.AF_INET6)
    except OSError:
        pytest.skip("needs IPv6")
    sender = FrameSender(listener.address)
    sender.send_frame(frame())
    assert listener.hear()
    sender.close()
    listener.socket.close()


def test_a_name_that_does_not_resolve_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(
        OutputError,
        match=r"^cannot send OSC to stage\.lan port 9000: Name or service not known; check",
    ):
        FrameSender("stage.lan:9000")


@pytest.mark.parametrize("host", ["a..b", "x" * 300, "a\0b"])
def test_a_name_that_cannot_be_one_is_an_error_like_others(host: str) -> None:
    with pytest.raises(OutputError, match="cannot send OSC to"):
        FrameSender(f"{host}:9000")


@pytest.mark.parametrize(
    "text",
    ["", "9000", "host", "host:", ":9000", "host:0", "host:65536", "host:x", "::1:9000",
     "[::1]", "[]:9000", "host:\uff19", "a b:9000", "host:-1", "host:9000\n", "osc://host:9000"],
)  # fmt: skip
def test_what_is_no_address_is_told_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match=r"write HOST:PORT, such as 127\.0\.0\.1:9000"):
        parse_address(text)


@given(st.sampled_from(["localhost", "10.0.0.7", "stage-2.museum.example"]), st.integers(1, 65535))
def test_an_address_is_host_and_port(host: str, port: int) -> None:
    assert parse_address(f"{host}:{port}") == Address(host, port)


@given(st.ip_addresses(v=6).map(str), st.integers(1, 65535))
def test_an_ipv6_address_stands_in_brackets(host: str, port: int) -> None:
    assert parse_address(f"[{host}]:{port}") == Address(host, port)


@given(st.text(max_size=30))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        host, port = parse_address(text)
    except UsageError:
        return
    assert host
    assert 0 < port < 65536
