"""Who may connect: by the rights of a file, or by keys."""

import grp
import os
import socket
import stat
from pathlib import Path

import pytest

from engine.poses import OutputError, UsageError
from engine.poses.remote import Dial, RemoteStream
from engine.poses.remote.connection import CurveKeys
from engine.poses.remote.keys import KeyFolder, read_key
from tests.engine.poses.values import frame
from tests.engine.server.serving import (
    PATIENCE,
    HandFeed,
    listen,
    serving,
    socket_folder,
    wait_until,
)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_socket_file_is_its_owners_own_and_so_is_its_folder() -> None:
    with socket_folder() as folder:
        path = folder / "crew" / "engine.sock"
        with serving(f"ipc://{path}", {"lobby": HandFeed()}):
            assert mode(path) == 0o600
            assert mode(path.parent) == 0o700


def test_a_group_that_is_named_may_use_it_too() -> None:
    group = grp.getgrgid(os.getgid()).gr_name
    with socket_folder() as folder:
        path = folder / "crew" / "engine.sock"
        with serving(f"ipc://{path}", {"lobby": HandFeed()}, group=group):
            assert mode(path) == 0o660
            assert mode(path.parent) == 0o750
            assert path.stat().st_gid == os.getgid()


def test_a_group_that_does_not_exist_is_refused(url: str) -> None:
    with (
        pytest.raises(UsageError, match="no group is called 'nobodys'"),
        serving(url, {"lobby": HandFeed()}, group="nobodys"),
    ):
        pass


def test_two_engines_do_not_share_an_address(url: str) -> None:
    with (
        serving(url, {"lobby": HandFeed()}),
        pytest.raises(OutputError, match="is served by another engine"),
        serving(url, {"hall": HandFeed()}),
    ):
        pass
    with serving(url, {"lobby": HandFeed()}):
        """Once the first is gone, there is room."""


@pytest.fixture
def tcp() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{free.getsockname()[1]}"


def test_an_address_that_is_taken_is_refused_in_a_line(museum: "Museum", tcp: str) -> None:
    host, _, port = tcp.removeprefix("tcp://").rpartition(":")
    with socket.socket() as taken:
        taken.bind((host, int(port)))
        taken.listen()
        with (
            pytest.raises(OutputError, match=f"cannot serve at {tcp}: Address already in use"),
            serving(tcp, {"lobby": HandFeed()}, keys=museum.engine),
        ):
            pass


class Museum:
    """An engine's machine and an app's, which know each other's keys."""

    def __init__(self, folder: Path) -> None:
        self.engine, self.app = KeyFolder(folder / "engine"), KeyFolder(folder / "app")
        self.engine.allow("kiosk", read_key(self.app.new()))
        self.app.allow("engine", read_key(self.engine.new()))

    def dial(self, url: str) -> Dial:
        return Dial(url, self.app.for_engine())


@pytest.fixture
def museum(tmp_path: Path) -> Museum:
    return Museum(tmp_path)


@pytest.fixture
def stranger(tmp_path: Path, museum: Museum) -> CurveKeys:
    """Somebody who knows the engine's key, and whom the engine does not know."""
    keys = KeyFolder(tmp_path / "stranger")
    keys.new()
    keys.allow("engine", read_key(museum.engine.path / "own.public"))
    return keys.for_engine()


def test_over_tcp_an_app_whose_key_is_allowed_is_let_in(museum: Museum, tcp: str) -> None:
    feed = HandFeed()
    with (
        serving(tcp, {"lobby": feed}, keys=museum.engine) as server,
        RemoteStream(museum.dial(tcp)) as stream,
    ):
        wait_until(lambda: server.apps == 1)
        feed.give(frame(0))
        assert stream.next_frame(PATIENCE) == frame(0)


def test_over_tcp_nobody_else_is(museum: Museum, tcp: str, stranger: CurveKeys) -> None:
    with (
        serving(tcp, {"lobby": HandFeed()}, keys=museum.engine) as server,
        RemoteStream(Dial(tcp, stranger), camera="lobby") as unknown,
        listen(tcp, camera="lobby") as plain,
        RemoteStream(museum.dial(tcp), camera="lobby") as known,
    ):
        wait_until(lambda: known.health is not None and known.health.apps == 1)
        assert server.apps == 1
        assert unknown.health is None
        assert plain.health is None


def test_an_app_talks_to_no_engine_but_its_own(museum: Museum, tcp: str, tmp_path: Path) -> None:
    impostor = KeyFolder(tmp_path / "impostor")
    impostor.new()
    impostor.allow("kiosk", read_key(museum.app.path / "own.public"))
    with (
        serving(tcp, {"lobby": HandFeed()}, keys=impostor) as server,
        RemoteStream(museum.dial(tcp), camera="lobby") as stream,
    ):
        assert stream.next_frame(0.5) is None
        assert stream.health is None
        assert server.apps == 0


def test_who_is_revoked_is_shut_out_at_once_and_others_stay(
    museum: Museum, tcp: str, stranger: CurveKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.poses.remote.stream._ANEW_SECONDS", 0.5)
    museum.engine.allow("guest", stranger.public.decode())
    with (
        serving(tcp, {"lobby": HandFeed()}, keys=museum.engine) as server,
        RemoteStream(Dial(tcp, stranger)) as guest,
        RemoteStream(museum.dial(tcp)) as kiosk,
    ):
        wait_until(lambda: server.apps == 2)
        museum.engine.revoke("guest")
        wait_until(lambda: server.apps == 1 and guest.stale and not kiosk.stale, 5.0)
        museum.engine.allow("guest", stranger.public.decode())
        wait_until(lambda: server.apps == 2 and not guest.stale, 5.0)


def test_keys_are_private_and_never_written_over(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path / "keys")
    public = keys.new()
    assert mode(keys.path) == 0o700
    assert mode(keys.path / "own.secret") == 0o600
    before = (keys.path / "own.secret").read_bytes()
    with pytest.raises(UsageError, match="exists already"):
        keys.new()
    assert (keys.path / "own.secret").read_bytes() == before
    assert keys.own()[0].decode() == read_key(public)


def test_a_secret_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path)
    keys.new()
    (tmp_path / "own.secret").chmod(0o644)
    with pytest.raises(UsageError, match="others may read"):
        keys.own()


def test_what_is_no_key_is_refused_and_never_allowed(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path)
    with pytest.raises(UsageError, match="40 characters"):
        keys.allow("kiosk", "short")
    with pytest.raises(UsageError, match="is no name"):
        keys.allow("../kiosk", "0" * 40)
    keys.allow("kiosk", "0" * 40)
    with pytest.raises(UsageError, match="another key is called 'kiosk'"):
        keys.allow("kiosk", "1" * 40)
    (tmp_path / "allowed" / "broken.public").write_text("nothing")
    assert keys.allowed() == {"kiosk": b"0" * 40}
    with pytest.raises(UsageError, match="no allowed key is called 'kiok'; known: kiosk"):
        keys.revoke("kiok")
    keys.revoke("kiosk")
    assert keys.allowed() == {}


def test_an_app_that_knows_several_engines_says_which(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path)
    keys.new()
    with pytest.raises(UsageError, match="no engine's key"):
        keys.for_engine()
    keys.allow("lobby", "0" * 40)
    keys.allow("hall", "1" * 40)
    with pytest.raises(UsageError, match="set the engine's as `key`: hall, lobby"):
        keys.for_engine()
    assert keys.for_engine("hall").engine == b"1" * 40
