"""Which engine is meant, and what it takes to reach it."""

import sys
from pathlib import Path

import pytest

from engine.commands.elsewhere import chosen_engine, dial_of, need_zmq
from engine.commands.options import PosesFrom
from engine.poses import OutputError, UsageError
from engine.poses.remote.keys import KeyFolder, read_key
from engine.settings import AppEngineSettings

SETTINGS = AppEngineSettings(address="ipc://served", camera="lobby")


def address(poses_from: PosesFrom, settings: AppEngineSettings = SETTINGS) -> str:
    chosen = chosen_engine(poses_from, settings)
    assert isinstance(chosen, AppEngineSettings)
    return chosen.address


def test_the_command_line_goes_before_the_config() -> None:
    assert address(PosesFrom()) == "ipc://served"
    assert address(PosesFrom(address="local")) == "local"
    assert address(PosesFrom(source="0")) == ""
    assert address(PosesFrom(replay=Path("x"))) == ""
    chosen = chosen_engine(PosesFrom(camera="hall"), SETTINGS)
    assert chosen == AppEngineSettings(address="ipc://served", camera="hall")


@pytest.mark.parametrize(
    "poses_from",
    [
        PosesFrom(source="0", address="local"),
        PosesFrom(replay=Path("x"), address="local"),
        PosesFrom(replay=Path("x"), source="0"),
        PosesFrom({"skip": 1.0}, address="local"),
    ],
)
def test_two_places_that_poses_come_from_are_refused(poses_from: PosesFrom) -> None:
    with pytest.raises(UsageError):
        chosen_engine(poses_from, SETTINGS)


def test_tcp_is_dialled_with_keys_only(tmp_path: Path) -> None:
    settings = AppEngineSettings(address="tcp://engine:5555", keys=str(tmp_path))
    with pytest.raises(UsageError, match="run skeleton-crew keys new"):
        dial_of(settings)
    keys = KeyFolder(tmp_path)
    keys.allow("engine", read_key(keys.new()))
    assert dial_of(settings).keys == keys.for_engine("engine")
    assert dial_of(AppEngineSettings(address="ipc://served")).keys is None


def test_without_zeromq_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zmq", None)
    with pytest.raises(OutputError, match=r"pip install 'skeleton-crew\[serve\]'"):
        need_zmq()
