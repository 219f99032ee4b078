from pathlib import Path

import pytest

from apps.display.files import UnfinishedFile, write_whole
from engine.poses import OutputError

FULL_DISK = Path("/dev/full")


def test_a_file_is_written_whole_over_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not FULL_DISK.exists(), reason="needs /dev/full, which only Linux has")
def test_a_full_disk_leaves_the_older_file_and_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"old")
    UnfinishedFile(path).partial.symlink_to(FULL_DISK)
    with pytest.raises(OutputError, match=r"^cannot write .*a\.png: No space left on device$"):
        write_whole(path, b"new" * 10_000)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "a.png"
    with pytest.raises(OutputError, match=r"nowhere/a\.png: No such file or directory"):
        write_whole(path, b"data")


def test_what_a_library_raises_becomes_one_line(tmp_path: Path) -> None:
    file = UnfinishedFile(tmp_path / "a.mp4")
    with pytest.raises(OutputError, match=r"cannot write .*a\.mp4: bad"), file.attempt(LookupError):
        raise LookupError("bad")
