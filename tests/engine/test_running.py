from engine.detections import Detections, Pixels
from engine.pipeline import Pipeline
from engine.poses import wire
from engine.publisher import Publisher
from engine.running import Engine
from engine.tracker import Tracker
from tests.engine.fakes import ScriptedCamera, ScriptedEstimator, flat_frames


def engine(camera: ScriptedCamera, estimator: ScriptedEstimator) -> Engine:
    publisher = Publisher("scripted")
    return Engine(
        camera, Pipeline(estimator, Tracker(), None, None, publisher), publisher, speed=None
    )


def test_every_message_goes_to_the_listener_and_the_camera_is_released() -> None:
    camera = ScriptedCamera(flat_frames(20))
    heard: list[bytes] = []
    engine(camera, ScriptedEstimator([])).run(heard.append)
    assert [wire.summary(data) for data in heard] == [
        wire.PosesSummary(number, number / 30.0) for number in range(20)
    ]
    assert camera.closed


def test_it_is_busy_while_it_works_on_a_frame_and_not_while_it_waits_for_one() -> None:
    states: list[bool] = []

    class Waiting(ScriptedCamera):
        def frames(self):  # type: ignore[no-untyped-def]  # noqa: ANN202
            for frame in flat_frames(2):
                states.append(running.busy)
                yield frame

    class Working(ScriptedEstimator):
        def estimate(self, pixels: Pixels) -> Detections:
            states.append(running.busy)
            return super().estimate(pixels)

    running = engine(Waiting([]), Working([]))
    running.run(lambda _: None)
    assert states == [False, True, False, True]


def test_it_stops_after_the_frame_that_it_works_on() -> None:
    heard: list[bytes] = []
    running = engine(ScriptedCamera(flat_frames(1000)), ScriptedEstimator([]))

    def listen(data: bytes) -> None:
        heard.append(data)
        if len(heard) == 3:
            running.close()

    running.run(listen)
    assert len(heard) == 3
