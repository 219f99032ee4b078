"""Model descriptions: models/NAME.toml into :class:`ModelSpec`.

What retraining a network would change is written there: its files and their digests, where they
come from, the size and normalisation of its input, the role of each tensor, and its decoder.
"""

from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

import msgspec
from msgspec import Meta, field

from engine import descriptions
from engine.descriptions import Description, Kind, Spec

Accuracy = Literal["high", "good", "basic"]
"""How well a model finds people in all, near and far, few and many; within a class it is no matter.

The classes follow docs/accuracy.md. A model that nobody measured has none, and counts as ``basic``.
"""

ACCURACIES: tuple[Accuracy, ...] = get_args(Accuracy)
"""The classes, the best first."""


class InputSpec(Spec, frozen=True):
    """The picture that a network wants.

    ``size`` is width, height in pixels. The network gets ``(value - mean) / scale`` for each
    channel in ``colour`` order. A picture of another size is scaled with ``resize`` to fit, and
    the rest is filled with grey; one of this very size is taken pixel for pixel.
    """

    size: tuple[int, int]
    layout: Literal["NCHW", "NHWC"]
    colour: Literal["RGB", "BGR"]
    mean: float = 0.0
    scale: float = 1.0
    resize: Literal["area", "linear"] = "linear"


class DecoderSpec(Spec, frozen=True):
    """Which decoder turns the tensors into poses, and its options."""

    name: str
    options: dict[str, Any] = field(default_factory=dict)


class StageSpec(Spec, frozen=True):
    """One network of a model: its file, input, outputs (role = tensor) and decoder.

    A tensor is called by its name, by the names that it has in one build or another, or by its
    place among the file's outputs: 0 is the first.

    ``output_steps`` is for 8-bit outputs that the file rounds to steps so fine that the values do
    not fit and are clipped: role = the step to round to instead.
    """

    file: str
    input: InputSpec
    outputs: dict[str, str | tuple[str, ...] | Annotated[int, Meta(ge=0)]]
    decoder: DecoderSpec
    output_steps: dict[str, float] = field(default_factory=dict)

    def names(self, role: str) -> tuple[str | int, ...]:
        """What the tensor of a role may be called."""
        called = self.outputs[role]
        return called if isinstance(called, tuple) else (called,)

    def __post_init__(self) -> None:
        if unknown := self.output_steps.keys() - self.outputs.keys():
            raise ValueError(f"output_steps: there is no output {', '.join(sorted(unknown))}")


class ModelSpec(Description, frozen=True):
    """A pose model: what it is, the builds it comes in, its runtimes in order of preference.

    One stage sees the whole picture; two are a detector and a landmark network. With
    ``second_look`` a network for one person, which has one stage and takes square pictures, is
    shown the person whom it found once more, nearer. ``rank`` is the order of choice on a machine
    where nothing was measured; where the model's speed is known, ``accuracy`` comes first.
    """

    kind: ClassVar[Kind] = Kind("model", "models")

    people: Literal["one", "many"]
    runtimes: Annotated[tuple[str, ...], Meta(min_length=1)]
    stages: Annotated[tuple[StageSpec, ...], Meta(min_length=1, max_length=2)]
    second_look: bool = False
    accuracy: Accuracy | None = None

    def __post_init__(self) -> None:
        width, height = self.stages[0].input.size
        if self.second_look and (len(self.stages), self.people, width) != (1, "one", height):
            raise ValueError("second_look needs one stage, people = one, and a square input")
        for build in self.builds:
            files = [file.name for file in build.files]
            for stage in self.stages:
                if stage.file not in files:
                    raise ValueError(f"build {build.name} has no {stage.file}, which a stage needs")

    def compiled_for(self, chip: str | None) -> Self | None:
        """The model with only those builds that are compiled for ``chip``, or for none.

        None if there are no such builds.
        """
        builds = tuple(build for build in self.builds if build.chip == chip)
        return msgspec.structs.replace(self, builds=builds) if builds else None


def descriptions_folder() -> Path:
    """Where the descriptions lie: in a checkout beside the engine, else where pip put them."""
    return descriptions.folder(ModelSpec.kind)


def names() -> list[str]:
    """The names of all described models."""
    return descriptions.names(descriptions_folder())


def load(name: str) -> ModelSpec:
    """The description called ``name``, or in the file of that name: one ending in ``.toml``.

    :class:`UnknownNameError` lists the known ones.
    """
    if descriptions.is_path(name):
        return descriptions.load_file(Path(name).expanduser(), ModelSpec)
    return descriptions.load(descriptions_folder(), name, ModelSpec)


def by_rank() -> list[ModelSpec]:
    """All described models, the first choice first."""
    return sorted(map(load, names()), key=lambda spec: spec.rank)
