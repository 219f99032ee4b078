"""Six real visitors, one after the other: vetting is started before them and amid each visit."""

import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pytest

from engine import estimators, models
from engine.cameras.frame import Frame
from engine.detections import FloatArray, Pixels
from engine.poses import Background, BackgroundState
from engine.vetting import Vetting
from engine.vetting.inspection import Find
from tests.engine.vetting.watching import blind, differing

pytestmark = pytest.mark.shared

MODEL = "human-pose-estimation-0001"
FPS = 10
STARTS = (0, 131, 339, 603, 809, 1063, 1300)
"""The first frame, and the middle of each visit."""
ACCEPTED = (0, 131, 339, 603)
"""The starts after which the scene is empty for long enough at a stretch."""


class Reference(NamedTuple):
    """The video, when it is surely empty, and what it looks like then."""

    path: Path
    empty: list[tuple[int, int]]
    pictures: list[FloatArray]

    def near(self, frame: int) -> FloatArray:
        """The empty scene as it is nearest in time to ``frame``."""
        distances = [min(abs(first - frame), abs(last - frame)) for first, last in self.empty]
        return self.pictures[int(np.argmin(distances))]

    def seconds_empty(self, start: int, end: int) -> float:
        """For how long the scene is surely empty between two frames."""
        frames = (min(end, last) - max(start, first) + 1 for first, last in self.empty)
        return sum(max(0, count) for count in frames) / FPS


class Result(NamedTuple):
    """What became of one start: the backgrounds by frame, and the state at the end."""

    backgrounds: dict[int, Background]
    state: BackgroundState


def video(path: Path) -> Iterator[tuple[int, Pixels]]:
    capture = cv2.VideoCapture(str(path))
    number = 0
    while True:
        there, pixels = capture.read()
        if not there:
            return
        yield number, np.asarray(pixels, np.uint8)
        number += 1


@pytest.fixture(scope="module")
def reference(shared: Path) -> Reference:
    visits = json.loads((shared / "reference" / "one_by_one_visits.json").read_text())
    path = shared / visits["media"]
    empty = [(first, last) for first, last in visits["surely_empty"]]
    wanted = [range(first, last + 1, max(1, (last - first) // 12)) for first, last in empty]
    kept: list[list[Pixels]] = [[] for _ in empty]
    for number, pixels in video(path):
        for frames, pictures in zip(wanted, kept, strict=True):
            if number in frames:
                pictures.append(pixels)
    return Reference(path, empty, [np.median(p, axis=0).astype(np.float32) for p in kept])


def watch(reference: Reference, find: Find, end: int) -> dict[int, Result]:
    """What becomes of each start up to the frame ``end``, in one pass over the video."""
    vettings = {start: Vetting(find) for start in STARTS}
    backgrounds: dict[int, dict[int, Background]] = {start: {} for start in STARTS}
    for number, pixels in islice(video(reference.path), end):
        detections = find(pixels)
        for start, vetting in vettings.items():
            if number < start:
                continue
            background = vetting.update(Frame(pixels, number, number / FPS), detections)
            if background is not None:
                backgrounds[start][number] = background
    return {
        start: Result(backgrounds[start], vetting.status.state)
        for start, vetting in vettings.items()
    }


@pytest.fixture(scope="module")
def seen(reference: Reference, shared_files: Callable[[str], dict[str, Path]]) -> dict[int, Result]:
    """With a real model, until a little into the fifth visit."""
    estimator = estimators.load(models.load(MODEL), shared_files(MODEL))
    return watch(reference, estimator.estimate, 940)


@pytest.fixture(scope="module")
def unseen(reference: Reference) -> dict[int, Result]:
    """With a model that sees nobody, to the end."""
    return watch(reference, blind, 2000)


def worst(reference: Reference, result: Result) -> float:
    """The largest share of pixels in which a background is not the empty scene."""
    shares = [
        differing(background, reference.near(number)).mean()
        for number, background in result.backgrounds.items()
    ]
    return float(max(shares, default=0.0))


@pytest.mark.parametrize("start", STARTS)
def test_no_visitor_is_ever_in_a_background(
    reference: Reference, seen: dict[int, Result], start: int
) -> None:
    assert worst(reference, seen[start]) < 0.001


@pytest.mark.parametrize("start", ACCEPTED)
def test_a_background_is_accepted_within_some_seconds_of_an_empty_scene(
    reference: Reference, seen: dict[int, Result], start: int
) -> None:
    first = min(seen[start].backgrounds)
    assert reference.seconds_empty(start, first) < 12.0
    assert seen[start].state is BackgroundState.READY


@pytest.mark.parametrize("start", STARTS)
def test_no_visitor_is_in_a_background_even_if_the_model_sees_nobody(
    reference: Reference, unseen: dict[int, Result], start: int
) -> None:
    assert worst(reference, unseen[start]) < 0.001


def test_there_is_no_background_where_the_scene_is_never_empty_for_long(
    unseen: dict[int, Result],
) -> None:
    assert not unseen[1300].backgrounds
    assert unseen[1300].state is not BackgroundState.READY
