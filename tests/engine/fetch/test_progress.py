import io

import pytest

from engine.fetch.progress import on_stderr


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_terminal_each_file_is_one_plain_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    progress = on_stderr()
    for what, size in (("fetching net.bin from a host", 4_170_034), ("fetching a wheel", 0)):
        progress.begin(what, size)
        progress.reach(size)
        progress.end()

    output = capsys.readouterr()
    assert output.err == "fetching net.bin from a host (4.2 MB)\nfetching a wheel\n"
    assert output.out == ""


@pytest.mark.parametrize("size", [4_170_034, 0])
def test_a_terminal_shows_what_is_under_way_and_is_left_clean(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")

    progress = on_stderr()
    progress.begin("fetching net.bin", size)
    progress.reach(size)
    progress.end()

    shown = terminal.getvalue()
    assert "fetching net.bin" in shown
    assert ("4.2/4.2 MB" in shown) == (size > 0)
    assert shown.endswith("\x1b[2K"), "the last thing is to erase the line"
