"""What is said of a network, a description and a decoder that do not fit."""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest

from engine import decoders, estimators, models
from engine.descriptions import BuildSpec, FileSpec
from engine.models import InputSpec, ModelSpec, StageSpec
from engine.poses.errors import ConfigError, ModelError
from engine.runtimes import RuntimeOptions
from tests.engine.estimators.onnx_files import write_onnx

Files = Callable[[str], dict[str, Path]]
OPENPOSE = models.load("human-pose-estimation-0001")
OPTIONS = RuntimeOptions(device="CPU")
NEEDED_OPTIONS = {"posenet_fused": {"size": [192, 192]}}


def own(path: Path, outputs: Mapping[str, str]) -> ModelSpec:
    """A description of an OpenPose network at ``path`` that takes pictures of 32 x 24 pixels."""
    picture = InputSpec(size=(32, 24), layout="NCHW", colour="BGR")
    stage = msgspec.structs.replace(
        OPENPOSE.stages[0], file=path.name, input=picture, outputs=dict(outputs)
    )
    build = BuildSpec(name="own", files=(FileSpec(name=path.name, path=path.name),))
    return msgspec.structs.replace(OPENPOSE, stages=(stage,), builds=(build,))


def refusal(path: Path, outputs: Mapping[str, str]) -> str:
    with pytest.raises(ModelError) as refused:
        estimators.load(own(path, outputs), {path.name: path}, runtime="openvino", options=OPTIONS)
    return str(refused.value)


@pytest.mark.parametrize(
    ("shape", "wanted", "message"),
    [
        ((1, 3, 24, 32), "res", "outputs.heatmaps is 'res', but the file's outputs are out"),
        (
            (1, 3, 24, 32),
            "out",
            "outputs.heatmaps, 'out', is 24 x 32 x 3, but decoder openpose of "
            "models/human-pose-estimation-0001.toml needs any x any x 19",
        ),
        (("n", 3, "high", "wide"), "out", "outputs.heatmaps, 'out', is 24 x 32 x 3, but decoder"),
        ((1, 3, 24, 30), "out", "input.size is 32x24, but the file wants [1,3,24,30]"),
        ((1, 1, 24, 32), "out", "input.size is 32x24, but the file wants [1,1,24,32]"),
        ((1, 24, 32, 3), "out", "the file wants [1,24,32,3] (input.layout is NCHW)"),
        ((1, 3), "out", "input.size is 32x24, but the file wants [1,3]"),
        ((1, 3, 2, 24, 32), "out", "input.size is 32x24, but the file wants [1,3,2,24,32]"),
    ],
)
def test_an_onnx_file_that_does_not_fit_is_refused_by_name_key_and_what_was_found(
    tmp_path: Path, shape: tuple[int | str, ...], wanted: str, message: str
) -> None:
    path = write_onnx(tmp_path / "tiny.onnx", shape)
    said = refusal(path, {"heatmaps": wanted, "pafs": wanted})
    assert said.startswith(f"{path}: ")
    assert message in said
    assert "\n" not in said


def test_a_network_that_wants_two_pictures_is_refused(tmp_path: Path) -> None:
    path = write_onnx(tmp_path / "two.onnx", (1, 3, 24, 32), inputs=("a", "b"))
    said = refusal(path, {"heatmaps": "out", "pafs": "out"})
    assert "the file wants [1,3,24,32] and [1,3,24,32]" in said


@pytest.mark.shared
@pytest.mark.parametrize("runtime", ["openvino", "litert"])
def test_a_file_of_another_family_is_refused(shared_files: Files, runtime: str) -> None:
    (path,) = shared_files("movenet-lightning").values()
    posenet = models.load("posenet-481x353")
    with pytest.raises(ModelError) as refused:
        estimators.load(posenet, {posenet.stages[0].file: path}, runtime=runtime)
    assert str(refused.value).startswith(f"{path}: input.size is 481x353, but the file wants")
    assert "\n" not in str(refused.value)


@pytest.mark.shared
@pytest.mark.parametrize("runtime", ["openvino", "litert"])
def test_tensors_of_another_family_are_refused(shared_files: Files, runtime: str) -> None:
    movenet = models.load("movenet-lightning")
    as_blazepose = with_decoder(movenet, "blazepose_landmarks", ("landmarks", "presence"))
    message = r"ptq\.tflite: outputs\.landmarks, .*, is 1 x 17 x 3, but .* needs 195$"
    with pytest.raises(ModelError, match=message):
        estimators.load(as_blazepose, shared_files(movenet.name), runtime=runtime)


@pytest.mark.parametrize("name", decoders.DECODERS)
def test_a_role_that_the_decoder_needs_is_missed_by_name(name: str) -> None:
    needed = sorted(decoders.load(name, NEEDED_OPTIONS.get(name, {})).shapes((192, 192)))
    described = with_decoder(models.load("movenet-lightning"), name, needed[1:])
    with pytest.raises(ConfigError) as refused:
        estimators.load(described, {})
    what = f"models/movenet-lightning.toml: key `stages[0].outputs`: decoder {name} needs "
    assert str(refused.value).startswith(f"{what}{needed[0]}, got ")


def with_decoder(spec: ModelSpec, name: str, roles: tuple[str, ...] | list[str]) -> ModelSpec:
    """``spec`` with another decoder, which gets its only tensor in all ``roles``."""
    (tensor,) = spec.stages[0].outputs.values()
    stage: StageSpec = msgspec.structs.replace(
        spec.stages[0],
        outputs=dict.fromkeys(roles, tensor),
        decoder=models.DecoderSpec(name=name, options=NEEDED_OPTIONS.get(name, {})),
    )
    return msgspec.structs.replace(spec, stages=(stage,))
