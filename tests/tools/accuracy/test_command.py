import json
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from tools.accuracy import theatre
from tools.accuracy.__main__ import DOCUMENT

ROOT = Path(__file__).parents[3]


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    """A folder in COCO's form, with one picture of three people."""
    (moment, *_) = theatre.moments("trio", 60.0)
    cv2.imwrite(str(tmp_path / "trio.png"), moment.pixels())
    image = {"id": 3, "file_name": "trio.png", "width": moment.width, "height": moment.height}
    people = [{**one, "image_id": 3} for one in moment.people]
    (tmp_path / "keypoints.json").write_text(json.dumps({"images": [image], "annotations": people}))
    return tmp_path


def accuracy(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tools.accuracy", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.models
def test_one_command_prints_the_tables_and_writes_them_into_the_document(
    photographs: Path, tmp_path: Path, installed_model: str
) -> None:
    document = tmp_path / "accuracy.md"
    document.write_text(DOCUMENT.read_text(encoding="utf-8"), encoding="utf-8")
    done = accuracy("--coco", photographs, "--every", 30, "--document", document)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if f"`{installed_model}`" in line]
    assert len(lines) == 2
    text = document.read_text(encoding="utf-8")
    assert all(line in text for line in lines)
    precision = float(lines[0].split("|")[3])
    assert precision > 0.6


def test_a_folder_without_annotations_is_an_error_of_one_line(tmp_path: Path) -> None:
    done = accuracy("--coco", tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "JSON" in done.stderr
