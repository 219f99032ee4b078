import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_bundle import OscBundle

from apps.synthesizer.events import NoteOff, NoteOn
from apps.synthesizer.outputs.osc import Address, OscSender, parse_address
from apps.synthesizer.settings import PlayerSettings, SlotSettings, SynthesizerSettings
from engine.poses import OutputError, UsageError
from tests.apps.synthesizer.moments import holding, moment

SETTINGS = SynthesizerSettings()
NOTE = "/skeleton-crew/player/1/note"


class Listener:
    """Another program that listens at a port of this machine."""

    def __init__(self, family: socket.AddressFamily = socket.AF_INET) -> None:
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0))
        self.socket.settimeout(5)

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])

    def hear(self) -> list[tuple[str, list[Any]]]:
        """The messages of the next bundle."""
        return [(m.address, m.params) for m in OscBundle(self.socket.recv(65536))]

    def notes(self) -> list[tuple[str, list[Any]]]:
        return [(address, params) for address, params in self.hear() if address.endswith("note")]


class Told:
    """A sender whose time is turned by hand, and who listens to it."""

    def __init__(self, listener: Listener) -> None:
        self.now = 0.0
        self.listener = listener
        address = f"127.0.0.1:{listener.port}"
        self.sender = OscSender(address, SETTINGS, clock=lambda: self.now, ticking=False)


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.socket.close()


@pytest.fixture
def told(listener: Listener) -> Iterator[Told]:
    told = Told(listener)
    yield told
    told.sender.close()


def test_each_moment_arrives_as_one_bundle(told: Told) -> None:
    for number in range(3):
        told.sender.play(moment(number=300 + 3 * number, people=2))
    frames = [told.listener.hear() for _ in range(3)]
    assert [messages[0] for messages in frames] == [
        ("/skeleton-crew/frame", [300 + 3 * number, 100 * number, 320, 240]) for number in range(3)
    ]
    assert all(sum(a.endswith("pose") for a, _ in messages) == 2 for messages in frames)


def test_time_begins_again_where_a_file_starts_over(told: Told) -> None:
    for number in (30, 60, 0):
        told.sender.play(moment(number=number))
    assert [told.listener.hear()[0][1][1] for _ in range(3)] == [0, 1000, 0]


def test_notes_end_when_moments_stay_away_and_begin_again_if_they_are_held(told: Told) -> None:
    told.sender.play(moment(NoteOn(0, 60, 90)))
    assert told.listener.notes() == [(NOTE, [60, 90])]
    told.now = SETTINGS.slots.stall
    told.sender.step()
    told.now += 0.1
    told.sender.step()
    told.sender.step()
    assert told.listener.notes() == [(NOTE, [60, 0])]
    told.sender.play(moment(players=(holding(0, 60),)))
    assert told.listener.notes() == [(NOTE, [60, 100])]


def test_notes_end_by_themselves_without_anybody_calling(listener: Listener) -> None:
    settings = SynthesizerSettings(slots=SlotSettings(stall=0.2))
    sender = OscSender(f"127.0.0.1:{listener.port}", settings)
    sender.play(moment(NoteOn(0, 60, 90)))
    assert listener.notes() == [(NOTE, [60, 90])]
    assert listener.notes() == [(NOTE, [60, 0])]
    sender.close()


def test_closing_ends_notes_once(told: Told) -> None:
    told.sender.play(moment(NoteOn(0, 60, 90)))
    told.sender.close()
    told.sender.close()
    assert told.listener.notes() == [(NOTE, [60, 90])]
    assert told.listener.notes() == [(NOTE, [60, 0])]
    told.listener.socket.setblocking(False)
    with pytest.raises(BlockingIOError):
        told.listener.socket.recv(65536)


def test_other_settings_end_notes_and_have_other_slots(told: Told) -> None:
    told.sender.play(moment(NoteOn(0, 60, 90)))
    told.sender.change(SynthesizerSettings(players=(PlayerSettings(),)))
    told.sender.play(moment(NoteOff(0, 60)))
    assert told.listener.notes() == [(NOTE, [60, 90])]
    assert told.listener.notes() == [(NOTE, [60, 0])]
    messages = told.listener.hear()
    assert [a for a, _ in messages if a.endswith(("note", "state"))] == [
        "/skeleton-crew/player/1/state"
    ]


def test_nobody_listening_and_a_network_that_fails_stop_nothing(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.listener.socket.close()
    for number in range(20):
        told.sender.play(moment(number=number, people=3))
    monkeypatch.setattr(told.sender, "_target", ("127.0.0.1", 0))
    told.sender.play(moment(number=21))


def test_ipv4_is_preferred_where_a_name_has_both(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    six = (socket.AF_INET6, socket.SOCK_DGRAM, 17, "", ("::1", listener.port, 0, 0))
    four = (socket.AF_INET, socket.SOCK_DGRAM, 17, "", ("127.0.0.1", listener.port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [six, four])
    sender = OscSender(f"localhost:{listener.port}", SETTINGS, ticking=False)
    sender.play(moment())
    assert listener.hear()
    sender.close()


def test_ipv6_is_understood() -> None:
    try:
        listener = Listener(socket.AF_INET6)
    except OSError:
        pytest.skip("needs IPv6")
    sender = OscSender(f"[::1]:{listener.port}", SETTINGS, ticking=False)
    sender.play(moment())
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
        OscSender("stage.lan:9000", SETTINGS)


@pytest.mark.parametrize("host", ["a..b", "x" * 300, "a\0b"])
def test_a_name_that_cannot_be_one_is_an_error_like_others(host: str) -> None:
    with pytest.raises(OutputError, match="cannot send OSC to"):
        OscSender(f"{host}:9000", SETTINGS)


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
