"""The Edge TPU's way, with libraries that stand in for Coral's: no Edge TPU is needed."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import msgspec
import numpy as np
import pytest

from engine import assembly, estimators, models, runtimes
from engine.detections import FloatArray, Pixels
from engine.poses.errors import ModelError, UnknownNameError, UsageError
from engine.runtimes import RuntimeOptions, edgetpu
from engine.runtimes.litert import LiteRtRuntime
from engine.runtimes.openvino import OpenVinoRuntime
from engine.settings import EngineSettings
from tests.engine.runtimes.plugins import compile_plugin, forgotten_afterwards

Files = Callable[[str], dict[str, Path]]
MODEL = "posenet-641x481-fused"
UNFUSED = "posenet-641x481"
OPENPOSE = "human-pose-estimation-0001"
SIZE = (641, 481)


class Coral(NamedTuple):
    """Libraries that stand in for Coral's, and the poses that the decoder's then finds."""

    libedgetpu: Path
    posenet_decoder: Path
    poses: FloatArray

    def options(self, device: str = "edgetpu", **others: str) -> RuntimeOptions:
        own = {"libedgetpu": str(self.libedgetpu), "posenet_decoder": str(self.posenet_decoder)}
        return msgspec.convert({"device": device} | own | others, RuntimeOptions)


@pytest.fixture(scope="module")
def couple(shared: Path) -> Pixels:
    """Coral's test picture in the size of the network's input."""
    picture = cv2.imread(str(shared / "media" / "test_couple.jpg"))
    assert picture is not None
    return cv2.resize(picture, SIZE).astype(np.uint8)


@pytest.fixture(scope="module")
def coral(shared: Path, couple: Pixels, tmp_path_factory: pytest.TempPathFactory) -> Coral:
    """Stand-ins for Coral's libraries; skips where there is no C compiler.

    What the Edge TPU puts out is what the CPU makes of Coral's test picture, and what the decoder
    makes of it is what Coral's own was seen to make of it.
    """
    if shutil.which("cc") is None:
        pytest.skip("needs a C compiler, which is not here")
    folder = tmp_path_factory.mktemp("coral")
    poses, scores = corals_poses(shared)
    room, room_scores = np.zeros((10, 17, 3), np.float32), np.zeros(10, np.float32)
    room[: len(poses)], room_scores[: len(poses)] = poses, scores
    decoded = (room[..., 1::-1], room[..., 2], room_scores, np.array(len(poses), np.float32))
    libedgetpu, decoder = folder / "libedgetpu.so.1", folder / "posenet_decoder.so"
    return Coral(
        compile_plugin(
            libedgetpu, "edgetpu-custom-op", as_edgetpu_gives_it(shared, couple), refused="pci"
        ),
        compile_plugin(decoder, "PosenetDecoderOp", b"".join(map(np.ndarray.tobytes, decoded))),
        poses,
    )


def corals_poses(shared: Path) -> tuple[FloatArray, list[float]]:
    """The keypoints of the test picture's people in pixels, and the scores of their poses."""
    reference = json.loads((shared / "reference" / "posenet_481_641_reference.json").read_text())
    (found,) = (one for one in reference["frames"] if one["media"].endswith("test_couple.jpg"))
    keypoints = [pose["keypoints"] for pose in found["poses"]]
    return np.array(keypoints, np.float32), [pose["score"] for pose in found["poses"]]


def as_edgetpu_gives_it(shared: Path, picture: Pixels) -> bytes:
    """What the same network gives on the CPU, in the 8 bits of the file for the Edge TPU."""
    (stage,) = models.load(UNFUSED).stages
    path = shared / "models" / "posenet" / stage.file
    found = runtimes.load("litert", path, stage, RuntimeOptions(device="CPU")).infer(picture)
    steps = {"heatmaps": (0.04705882, 128), "short_offsets": (0.39215687, 128)}
    steps["mid_offsets"] = (1.3875765, 117)
    stored = (np.rint(found[role] / step) + zero for role, (step, zero) in steps.items())
    return b"".join(tensor.astype(np.uint8).tobytes() for tensor in stored)


def files_for_edgetpu(shared: Path, model: str) -> dict[str, Path]:
    """The file for the Edge TPU, by the name that the description of ``model`` gives it."""
    build = next(build for build in models.load(model).builds if build.chip)
    return {file.name: shared / "models" / file.path for file in build.files}


@pytest.fixture
def files(shared: Path) -> dict[str, Path]:
    return files_for_edgetpu(shared, MODEL)


@pytest.fixture
def unplugged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without an Edge TPU: the folder in which Linux would tell of USB devices."""
    monkeypatch.setattr(edgetpu, "_USB_DEVICES", tmp_path / "usb")
    monkeypatch.setattr(edgetpu, "_PCI_DEVICES", tmp_path / "dev")
    return tmp_path / "usb"


@pytest.fixture
def plugged_in(unplugged: Path) -> Path:
    """A machine on which Linux tells of a stick that nobody has used yet."""
    stick = unplugged / "2-1"
    stick.mkdir(parents=True)
    (stick / "idVendor").write_text("1a6e\n")
    (stick / "idProduct").write_text("089a\n")
    return stick


def load(files: dict[str, Path], options: RuntimeOptions) -> estimators.Estimator:
    return estimators.load(models.load(MODEL), files, options=options)


def picture() -> Pixels:
    return np.zeros((481, 641, 3), np.uint8)


@pytest.mark.parametrize("device", ["edgetpu", "EDGETPU", "edgetpu:usb", "edgetpu:usb:1"])
@pytest.mark.shared
def test_the_file_for_the_edge_tpu_gives_poses(
    coral: Coral, files: dict[str, Path], device: str
) -> None:
    found = load(files, coral.options(device)).estimate(picture())
    assert found.keypoints * (*SIZE, 1) == pytest.approx(coral.poses, abs=1e-2)


@pytest.mark.shared
def test_outputs_are_found_by_their_place_where_their_names_are_not_known(
    coral: Coral, files: dict[str, Path]
) -> None:
    named, placed = models.load(MODEL), models.load("posenet-resnet50-640x480")
    stage = msgspec.structs.replace(named.stages[0], outputs=placed.stages[0].outputs)
    spec = msgspec.structs.replace(named, stages=(stage,))
    found = estimators.load(spec, files, options=coral.options()).estimate(picture())
    assert found.keypoints * (*SIZE, 1) == pytest.approx(coral.poses, abs=1e-2)


@pytest.mark.shared
def test_without_corals_decoder_the_edge_tpu_gives_what_the_cpu_gives(
    coral: Coral, shared: Path, shared_files: Files, couple: Pixels
) -> None:
    spec = models.load(UNFUSED)
    options = coral.options(posenet_decoder="/absent/posenet_decoder.so")
    on_tpu = estimators.load(spec, files_for_edgetpu(shared, UNFUSED), options=options)
    on_cpu = estimators.load(spec, shared_files(UNFUSED), runtime="litert")
    found, expected = on_tpu.estimate(couple), on_cpu.estimate(couple)
    assert len(found.scores) == len(coral.poses)
    assert found.keypoints == pytest.approx(expected.keypoints, abs=1e-3)
    assert found.evidence == pytest.approx(expected.evidence, abs=1e-3)


@pytest.mark.shared
def test_a_device_that_does_not_exist_is_refused(coral: Coral, files: dict[str, Path]) -> None:
    with pytest.raises(UnknownNameError, match="no device is called 'edgetpu:gpu'; known: edge"):
        load(files, coral.options("edgetpu:gpu"))


@pytest.mark.shared
def test_a_library_that_refuses_says_why_and_what_to_do(
    coral: Coral, files: dict[str, Path], plugged_in: Path
) -> None:
    expected = r"edgetpu:pci does not answer \(no such device\): only one program .* plugdev"
    with pytest.raises(ModelError, match=expected) as wrong:
        load(files, coral.options("edgetpu:pci"))
    assert "\n" not in str(wrong.value)
    assert plugged_in.is_dir()


@pytest.mark.shared
@pytest.mark.usefixtures("unplugged")
def test_a_library_that_refuses_because_nothing_is_plugged_in_says_so(
    coral: Coral, files: dict[str, Path]
) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux tells what is plugged in")
    with pytest.raises(ModelError, match="no Edge TPU is plugged in"):
        load(files, coral.options("edgetpu:pci"))


@pytest.mark.shared
def test_a_missing_library_is_named_with_its_package(
    coral: Coral, files: dict[str, Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    absent = str(tmp_path / "libedgetpu.so.1")
    with pytest.raises(ModelError, match=r"needs libedgetpu\.so\.1, .* install libedgetpu1-std"):
        load(files, coral.options(libedgetpu=absent))
    with pytest.raises(ModelError, match=r"needs Coral's posenet_decoder\.so, .* \[engine\]"):
        load(files, coral.options(posenet_decoder=str(tmp_path / "posenet_decoder.so")))
    assert capfd.readouterr().err == ""


@pytest.mark.shared
def test_a_library_that_makes_no_delegate_is_named(coral: Coral, files: dict[str, Path]) -> None:
    libc = "libc.so.6" if sys.platform == "linux" else str(coral.libedgetpu)
    with pytest.raises(ModelError, match=r"libc\.so\.6 is no delegate's library"):
        load(files, coral.options(libedgetpu=libc))


@pytest.mark.shared
def test_a_tpu_that_fails_while_it_runs_is_told_in_one_line(
    coral: Coral, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    estimator = load(files, coral.options())
    monkeypatch.setenv("PLUGIN_FAILS", "1")
    with pytest.raises(ModelError, match=r"LiteRT stopped: .* still plugged in") as wrong:
        estimator.estimate(picture())
    assert "\n" not in str(wrong.value)


@pytest.mark.shared
def test_a_file_for_the_edge_tpu_needs_it_and_one_for_the_cpu_does_not(
    coral: Coral, files: dict[str, Path], shared_files: Files
) -> None:
    with pytest.raises(ModelError, match=r"is compiled for the Edge TPU .*edgetpu-custom-op"):
        load(files, coral.options("CPU"))
    with pytest.raises(ModelError, match="is not compiled for the Edge TPU; set device to CPU"):
        estimators.load(models.load(UNFUSED), shared_files(UNFUSED), options=coral.options())


@pytest.mark.usefixtures("plugged_in")
def test_a_stick_that_is_plugged_in_is_seen() -> None:
    assert edgetpu.is_plugged_in()


def test_a_board_that_is_plugged_in_is_seen(unplugged: Path) -> None:
    assert not edgetpu.is_plugged_in()
    board = unplugged.parent / "dev"
    board.mkdir()
    (board / "apex_0").touch()
    assert edgetpu.is_plugged_in()


@pytest.fixture
def kept(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder for models, which are had from the mirror."""
    monkeypatch.setenv("SKELETON_CREW_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("SKELETON_CREW_MIRROR", str(shared / "models"))


def settings(coral: Coral, model: str, **others: str) -> EngineSettings:
    own = {"libedgetpu": str(coral.libedgetpu), "posenet_decoder": str(coral.posenet_decoder)}
    return msgspec.convert({"model": model} | own | others, EngineSettings)


@pytest.mark.shared
@pytest.mark.usefixtures("kept", "plugged_in")
@pytest.mark.parametrize("model", [MODEL, UNFUSED])
def test_auto_takes_the_edge_tpu_that_is_plugged_in(coral: Coral, model: str) -> None:
    said: list[str] = []
    name, estimator, _ = assembly.open_estimator(settings(coral, model), said.append)
    assert name == model
    assert len(estimator.estimate(picture()).scores) == len(coral.poses)
    assert said == []


@pytest.mark.shared
@pytest.mark.usefixtures("kept", "plugged_in")
@pytest.mark.parametrize("fault", ["no library", "fails when it runs", "crashes"])
def test_auto_takes_the_cpu_where_the_edge_tpu_does_not_answer_and_says_so(
    coral: Coral, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = settings(coral, UNFUSED)
    if fault == "no library":
        wanted = settings(coral, UNFUSED, libedgetpu="/absent/libedgetpu.so.1")
    monkeypatch.setenv("PLUGIN_CRASHES" if fault == "crashes" else "PLUGIN_FAILS", "1")
    said: list[str] = []
    spec, (network,) = assembly.open_networks(wanted, said.append)
    assert spec.builds[0].chip is None
    assert isinstance(network, OpenVinoRuntime | LiteRtRuntime)
    (line,) = said
    assert line.endswith("; using the CPU")
    assert {"no library": "libedgetpu.so.1", "crashes": "edgetpu crashes"}.get(fault, "") in line
    assert "\n" not in line


@pytest.mark.shared
@pytest.mark.usefixtures("kept", "plugged_in")
def test_auto_of_both_takes_the_edge_tpu_only_for_files_that_are_here(coral: Coral) -> None:
    assert not assembly._has_files_for_edgetpu("auto")
    assembly.open_networks(settings(coral, UNFUSED), print)
    assert assembly._has_files_for_edgetpu("auto")


@pytest.mark.shared
@pytest.mark.usefixtures("kept", "plugged_in")
def test_auto_takes_the_cpu_for_a_model_that_is_not_compiled_for_the_edge_tpu(
    coral: Coral,
) -> None:
    said: list[str] = []
    spec, networks = assembly.open_networks(settings(coral, OPENPOSE), said.append)
    assert (spec.name, len(networks), said) == (OPENPOSE, 1, [])


def test_a_model_that_is_not_compiled_for_the_edge_tpu_is_refused_by_name() -> None:
    wanted = EngineSettings(model=OPENPOSE, device="edgetpu")
    with pytest.raises(UsageError, match=f"there are no files of {OPENPOSE} for edgetpu; set"):
        assembly.open_networks(wanted, print)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose packages can be imported, and are forgotten afterwards."""
    monkeypatch.syspath_prepend(tmp_path)
    with forgotten_afterwards("pycoral"):
        yield tmp_path


def test_pycoral_is_taken_where_it_is_corals(packages: Path) -> None:
    utils = packages / "pycoral" / "utils"
    utils.mkdir(parents=True)
    (utils / "edgetpu.py").write_text("def make_interpreter(path, device=None): ...\n")
    found = edgetpu.pycoral()
    assert found is not None
    assert found.__name__ == "pycoral.utils.edgetpu"


@pytest.mark.parametrize("module", ["edgetpu.py", "other.py"])
def test_another_package_of_that_name_is_left_alone(packages: Path, module: str) -> None:
    utils = packages / "pycoral" / "utils"
    utils.mkdir(parents=True)
    (packages / "pycoral" / "__init__.py").touch()
    (utils / module).write_text("CORAL = 'reef'\n")
    assert edgetpu.pycoral() is None
    assert module == "edgetpu.py" or "pycoral" not in sys.modules
