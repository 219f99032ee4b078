import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from engine.doctor.folders import look
from engine.poses.finding import Finding, State


def look_at(folder: Path, least: int = 0) -> Finding:
    (finding,) = look("data folder", folder, "set `data`", needed=True, least=least)
    return finding


@pytest.fixture(autouse=True)
def small_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1_500_000_000))


def test_a_folder_that_is_there_tells_its_room(tmp_path: Path) -> None:
    finding = look_at(tmp_path)
    assert (finding.state, finding.detail) == (State.OK, f"{tmp_path}, 1.5 GB free")


def test_a_folder_that_could_be_made_is_in_order_and_is_not_made(tmp_path: Path) -> None:
    finding = look_at(tmp_path / "a" / "b")
    assert finding.state is State.OK
    assert finding.detail.endswith("not made yet")
    assert not (tmp_path / "a").exists()


def test_a_folder_below_a_file_is_broken(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    finding = look_at(tmp_path / "a" / "b")
    assert (finding.state, finding.ready) == (State.BROKEN, False)
    assert finding.detail.endswith(f"{tmp_path / 'a'} is no folder")


def test_a_full_disk_is_broken(tmp_path: Path) -> None:
    finding = look_at(tmp_path, least=2_000_000_000)
    assert (finding.state, finding.mend) == (State.BROKEN, "make room, or set `data`")


def test_a_folder_that_may_not_be_written_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    finding = look_at(tmp_path)
    assert (finding.state, finding.ready) == (State.BROKEN, False)
    assert finding.mend == f"sudo chown -R $USER {tmp_path}, or set `data`"
