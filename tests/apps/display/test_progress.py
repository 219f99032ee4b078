import pytest

from apps.display.progress import counted
from engine.poses import BackgroundStatus, PoseFrame

FRAMES = [PoseFrame(n, n / 10, 64, 48, (), BackgroundStatus(), "a-model") for n in range(3)]


def test_every_frame_passes_and_nothing_is_said_into_a_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert list(counted(FRAMES)) == FRAMES
    assert capsys.readouterr() == ("", "")


def test_a_terminal_shows_how_many_have_passed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert list(counted(FRAMES)) == FRAMES
    out, err = capsys.readouterr()
    assert out == ""
    assert "frames, 0." in err or "starting" in err
