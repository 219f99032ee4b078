"""Both runtimes: what they do to pictures and tensors, and what they say when they cannot."""

import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import msgspec
import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as ops

from engine import models, runtimes
from engine.models import DecoderSpec, InputSpec, StageSpec
from engine.poses.errors import ModelError, UnknownNameError, UsageError
from engine.runtimes import RuntimeOptions

Files = Callable[[str], dict[str, Path]]
RUNTIMES = tuple(runtimes.RUNTIMES)
POSENET = models.load("posenet-481x353").stages[0]


def stage(file: str = "echo.xml", **wanted: object) -> StageSpec:
    fields = {"size": (4, 2), "layout": "NCHW", "colour": "BGR"} | wanted
    return StageSpec(
        file=file,
        input=msgspec.convert(fields, InputSpec),
        outputs={"picture": "out"},
        decoder=DecoderSpec(name="posenet"),
    )


@pytest.fixture
def echo(tmp_path: Path) -> Path:
    """A network that puts out what it is given: 1 x 3 x 2 x 4, channels first."""
    given = ops.parameter([1, 3, 2, 4], np.float32)
    out = ops.relu(given)
    out.output(0).set_names({"out"})
    ov.save_model(ov.Model([out], [given]), tmp_path / "echo.xml")
    return tmp_path / "echo.xml"


def load(path: Path, described: StageSpec, name: str = "openvino") -> runtimes.Runtime:
    return runtimes.load(name, path, described, RuntimeOptions(device="CPU"))


PICTURE = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)


def test_outputs_come_with_channels_last(echo: Path) -> None:
    assert (load(echo, stage()).infer(PICTURE)["picture"] == PICTURE).all()


def test_the_network_gets_the_colours_in_its_order(echo: Path) -> None:
    found = load(echo, stage(colour="RGB")).infer(PICTURE)["picture"]
    assert (found == PICTURE[..., ::-1]).all()


def test_the_network_gets_values_in_its_range(echo: Path) -> None:
    found = load(echo, stage(mean=2.0, scale=4.0)).infer(PICTURE)["picture"]
    assert found == pytest.approx(np.maximum((PICTURE.astype(float) - 2.0) / 4.0, 0.0))


def test_a_picture_need_not_be_contiguous(echo: Path) -> None:
    mirrored = PICTURE[:, ::-1]
    assert (load(echo, stage()).infer(mirrored)["picture"] == mirrored).all()


@pytest.mark.parametrize("tensor", [0, ("other", "out")])
def test_an_output_is_found_by_its_place_and_by_any_of_its_names(
    echo: Path, tensor: int | tuple[str, ...]
) -> None:
    described = msgspec.structs.replace(stage(), outputs={"picture": tensor})
    assert (load(echo, described).infer(PICTURE)["picture"] == PICTURE).all()


def test_an_output_that_does_not_exist_is_named_with_those_that_do(echo: Path) -> None:
    described = msgspec.structs.replace(stage(), outputs={"picture": "in"})
    message = r"echo\.xml: outputs\.picture is 'in', but the file's outputs are out"
    with pytest.raises(ModelError, match=message):
        load(echo, described)


def test_another_input_size_than_described_is_refused(echo: Path) -> None:
    with pytest.raises(ModelError, match=r"echo\.xml: input\.size is 8x2, but the file wants"):
        load(echo, stage(size=(8, 2)))


@pytest.mark.parametrize(
    ("device", "chip"),
    [
        ("AUTO", None),
        ("CPU", None),
        ("GPU.1", None),
        ("edgetpu", "edgetpu"),
        ("EdgeTPU:0", "edgetpu"),
    ],
)
def test_a_device_says_for_which_chip_files_have_to_be_compiled(
    device: str, chip: str | None
) -> None:
    assert runtimes.chip(device) == chip


def test_an_edge_tpu_is_reached_by_litert_alone() -> None:
    spec = models.load("posenet-641x481")
    assert runtimes.chosen(spec, "auto", "edgetpu") == "litert"
    only_openvino = models.load("human-pose-estimation-0001")
    with pytest.raises(UsageError, match="does not run on litert; it runs on openvino"):
        runtimes.chosen(only_openvino, "auto", "edgetpu")


def test_no_threads_at_all_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="threads is 1 or more"):
        msgspec.convert({"threads": 0}, RuntimeOptions)


@pytest.mark.parametrize("name", RUNTIMES)
def test_an_unknown_device_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(UnknownNameError, match=r"no device is called 'TOASTER'; known: .*CPU"):
        runtimes.load(name, Path("any"), POSENET, RuntimeOptions(device="TOASTER"))


@pytest.mark.parametrize("name", RUNTIMES)
@pytest.mark.parametrize("content", [b"", b"no network " * 100], ids=["empty", "something else"])
def test_a_file_that_is_no_network_is_refused_quietly(
    name: str, content: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.tflite"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"broken\.tflite is damaged"):
        load(path, POSENET, name)
    assert capfd.readouterr().err == ""


def test_a_runtime_that_is_not_installed_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "engine.runtimes.litert", None)
    with pytest.raises(ModelError, match=r"pip install 'skeleton-crew\[litert\]'"):
        load(Path("any"), POSENET, "litert")


@pytest.mark.shared
@pytest.mark.parametrize("name", RUNTIMES)
def test_a_file_that_was_cut_is_refused(name: str, shared_files: Files, tmp_path: Path) -> None:
    whole = shared_files("posenet-481x353")[POSENET.file].read_bytes()
    path = tmp_path / POSENET.file
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="is damaged"):
        load(path, POSENET, name)


@pytest.mark.shared
@pytest.mark.parametrize("name", RUNTIMES)
def test_a_description_of_another_network_is_refused(name: str, shared_files: Files) -> None:
    path = shared_files("posenet-481x353")[POSENET.file]
    wrong = msgspec.structs.replace(POSENET, outputs={"heatmaps": "heat"}, output_steps={})
    with pytest.raises(ModelError, match=r"outputs\.heatmaps is 'heat', .* float_heatmaps"):
        load(path, wrong, name)
    larger = models.load("posenet-641x481").stages[0]
    with pytest.raises(ModelError, match=r"input\.size is 641x481, but the file wants"):
        load(path, larger, name)


@pytest.mark.shared
def test_a_file_for_the_edge_tpu_is_refused_without_one(shared: Path) -> None:
    name = "posenet_mobilenet_v1_075_481_641_quant_decoder_edgetpu.tflite"
    with pytest.raises(ModelError, match=r"compiled for the Edge TPU .*edgetpu-custom-op"):
        load(shared / "models" / "posenet" / name, POSENET, "litert")


@pytest.mark.shared
def test_the_runtimes_give_the_same_tensors_but_for_a_few_steps(
    shared: Path, shared_files: Files
) -> None:
    path = shared_files("posenet-481x353")[POSENET.file]
    couple = cv2.imread(str(shared / "media" / "test_couple.jpg"))
    assert couple is not None
    picture = cv2.resize(couple, POSENET.input.size).astype(np.uint8)
    one, other = (dict(load(path, POSENET, name).infer(picture)) for name in RUNTIMES)
    for role, step in {"heatmaps": 0.047, "short_offsets": 0.39, "mid_offsets": 1.39}.items():
        apart = np.abs(one[role] - other[role]) / step
        assert one[role].shape == other[role].shape
        assert np.median(apart) < 2
        # Offsets are clipped far beyond the distance of two cells.
        assert step < 0.1 or np.abs(one[role]).max() > 30
