import numpy as np
import pytest

from engine.cameras.frame import Frame
from engine.detections import Tracks
from engine.poses import BackgroundStatus, KeypointName, PoseFrame, wire
from engine.publisher import Publisher, poses
from tests.engine.fakes import person

PICTURE = np.random.default_rng(1).integers(0, 255, (48, 64, 3), np.uint8)


def tracks(*scores: float) -> Tracks:
    people = [person(score=score) for score in scores]
    return Tracks(
        tuple(range(len(people))),
        np.concatenate([one.keypoints for one in people]),
        np.concatenate([one.scores for one in people]),
    )


def test_every_listener_is_handed_the_same_message() -> None:
    heard: list[list[bytes]] = [[], []]
    publisher = Publisher("a-model")
    for listener in heard:
        publisher.subscribe(listener.append)
    publisher.publish_poses(Frame(PICTURE, 7, 0.25), tracks(0.9), BackgroundStatus(), dropped=2)
    assert heard[0] == heard[1]
    message = wire.decode(heard[0][0])
    assert isinstance(message, PoseFrame)
    assert (message.frame, message.time, message.width, message.height) == (7, 0.25, 64, 48)
    assert (message.model, message.dropped) == ("a-model", 2)


def test_people_come_best_first() -> None:
    assert [pose.id for pose in poses(tracks(0.4, 0.9, 0.6))] == [1, 2, 0]


def test_positions_survive_as_they_are() -> None:
    found = tracks(0.9)
    nose = poses(found)[0].keypoints[KeypointName.NOSE]
    assert (nose.x, nose.y, nose.score) == pytest.approx(tuple(found.keypoints[0, 0]))


def test_the_message_is_the_same_whatever_the_picture_shows() -> None:
    heard: list[bytes] = []
    publisher = Publisher("a-model")
    publisher.subscribe(heard.append)
    for pixels in (PICTURE, np.zeros_like(PICTURE)):
        publisher.publish_poses(Frame(pixels, 0, 0.0), tracks(0.9), BackgroundStatus(), dropped=0)
    assert heard[0] == heard[1]
