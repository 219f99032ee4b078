"""The rule, end to end: what people see and hear depends on poses and the vetted background alone.

The whole way is run twice, from camera frames to the film that the anonymizer writes, and to the
film and the music that the synthesizer makes. The poses are the same; once there is a background,
the pictures are not.
"""

from contextlib import ExitStack
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest

from apps.anonymizer import app as anonymizer
from apps.anonymizer.settings import AnonymizerSettings
from apps.bridge.websocket.messages import as_json
from apps.osc.messages import frame_bundles
from apps.synthesizer import app as synthesizer
from apps.synthesizer.settings import SynthesizerSettings
from engine.cameras.frame import Frame
from engine.cameras.stage import open_stage
from engine.detections import Detections, Pixels
from engine.local import LocalStream
from engine.pipeline import Pipeline
from engine.poses import Background, PoseFrame, PoseStream, ReplayStream, wire
from engine.poses.recording import Reading, Recorder
from engine.poses.remote import Dial, RemoteStream
from engine.publisher import Publisher
from engine.running import Engine
from engine.smoother import Smoother
from engine.tracker import Tracker
from engine.vetting import Vetting
from tests.engine.fakes import ScriptedCamera, ScriptedEstimator, person
from tests.engine.server.serving import serving, socket_folder

RATE = 10
EMPTY, VISITED = 70, 40
SIZE = (256, 144)


def noise(seed: int) -> list[Pixels]:
    random = np.random.default_rng(seed)
    width, height = SIZE
    return [random.integers(0, 256, (height, width, 3), np.uint8) for _ in range(VISITED)]


def visitors(first: int) -> list[Pixels]:
    """Pictures of somebody in the room, beginning at frame ``first`` of the stage."""
    stage = open_stage("visit", resolution=SIZE)
    return [stage.picture(first + 3 * number) for number in range(VISITED)]


def film(folder: Path, after_the_lock: list[Pixels], *, url: str = "") -> tuple[list[bytes], bytes]:
    """What the app was told, by way of ``url`` if there is one, and the film that it made of it."""
    folder.mkdir()
    stage = open_stage("visit", resolution=SIZE)
    pictures = [stage.empty(3 * number) for number in range(EMPTY)] + after_the_lock
    frames = [Frame(pixels, number, number / RATE) for number, pixels in enumerate(pictures)]
    script = [Detections.none()] * EMPTY
    script += [person(x=0.2 + 0.015 * step) for step in range(VISITED)]
    publisher = Publisher("scripted")
    pipeline = Pipeline(
        ScriptedEstimator(script),
        Tracker(random=Random(1)),
        Smoother(),
        Vetting(lambda _: Detections.none()),
        publisher,
    )
    recorder = Recorder(folder / "poses")
    camera = ScriptedCamera(frames)
    stream: PoseStream
    with ExitStack() as stack:
        if url:
            engine = Engine(camera, pipeline, publisher, speed=None)
            stack.enter_context(serving(url, {"camera": engine}, wait_for=1))
            stream = RemoteStream(Dial(url), background=True, recorder=recorder)
        else:
            stream = LocalStream(camera, pipeline, publisher, speed=None, recorder=recorder)
        with stream:
            anonymizer.run(stream, AnonymizerSettings(), outputs=[folder / "film.mp4"])
    return list(Reading(folder / "poses")), (folder / "film.mp4").read_bytes()


def concert(folder: Path, soundfont: Path) -> list[bytes]:
    """What the synthesizer makes of what was told to the app that filmed in ``folder``."""
    midi, wav, picture = (folder / name for name in ("a.mid", "a.wav", "a.png"))
    with ReplayStream(folder / "poses", speed=None) as poses:
        synthesizer.run(
            poses,
            SynthesizerSettings(),
            soundfont=lambda: soundfont,
            midi=midi,
            wav=wav,
            pictures=[picture],
        )
    return [path.read_bytes() for path in (midi, wav, picture)]


def told(folder: Path) -> list[tuple[str, list[bytes]]]:
    """What bridges tell other programs of what was told to the app that filmed in ``folder``."""
    with ReplayStream(folder / "poses", speed=None) as poses:
        return [(as_json(frame), frame_bundles(frame, frame.time)) for frame in poses]


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[bytes], bytes]:
    return film(tmp_path_factory.mktemp("noise") / "one", noise(1))


def test_there_is_a_background_before_anybody_comes(noisy: tuple[list[bytes], bytes]) -> None:
    kinds = [type(wire.decode(message)) for message in noisy[0]]
    assert kinds.count(Background) == 1
    assert kinds.index(Background) < EMPTY
    assert kinds.count(PoseFrame) == EMPTY + VISITED


def test_other_pixels_with_the_same_poses_change_nothing_that_leaves_the_engine(
    noisy: tuple[list[bytes], bytes], tmp_path: Path
) -> None:
    messages, shown = film(tmp_path / "two", noise(2))
    assert messages == noisy[0]
    assert shown == noisy[1]


def test_nor_does_it_of_what_leaves_an_engine_that_is_served(
    noisy: tuple[list[bytes], bytes], tmp_path: Path
) -> None:
    with socket_folder() as folder:
        assert film(tmp_path / "served", noise(3), url=f"ipc://{folder / 'engine.sock'}") == noisy


def test_it_cannot_be_seen_how_a_visitor_looks(tmp_path: Path) -> None:
    # 12 s and 16 s into the scene the same person stands and moves differently.
    assert film(tmp_path / "one", visitors(360)) == film(tmp_path / "two", visitors(480))


def test_it_can_neither_be_heard_nor_told_how_a_visitor_looks(
    tmp_path: Path, soundfont: Path
) -> None:
    heard = []
    for name, first in (("one", 360), ("two", 480)):
        film(tmp_path / name, visitors(first))
        heard.append(concert(tmp_path / name, soundfont))
    assert told(tmp_path / "one") == told(tmp_path / "two")
    assert heard[0] == heard[1]
    assert len(heard[0][1]) > 100_000


def test_where_somebody_stands_the_film_shows_the_empty_scene(tmp_path: Path) -> None:
    live = visitors(360)
    path = tmp_path / "film.mp4"
    path.write_bytes(film(tmp_path / "visit", live)[1])
    capture = cv2.VideoCapture(str(path))
    shown = [capture.read()[1] for _ in range(EMPTY + VISITED)][-1]
    empty = open_stage("visit", resolution=SIZE).empty(3 * EMPTY)

    def away_from_empty(picture: Pixels) -> float:
        visitor = slice(50, 110), slice(80, 125)
        return float(cv2.absdiff(picture[visitor], empty[visitor]).mean())

    assert away_from_empty(live[-1]) > 20
    assert away_from_empty(np.asarray(shown, np.uint8)) < 6
