import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.synthesizer.screen.demonstration import Demonstration, hands_at
from apps.synthesizer.screen.figure import Hands, figure
from apps.synthesizer.screen.traces import Playing
from apps.synthesizer.settings import GestureSettings, PlayerSettings, SynthesizerSettings
from engine.poses import KeypointName


def demonstrated(settings: SynthesizerSettings, seconds: float = 14.0) -> list[Playing]:
    demonstration = Demonstration(settings)
    shown = []
    for number in range(round(30 * seconds)):
        demonstration.update(5.0 + number / 30)
        assert demonstration.playing is not None
        shown.append(demonstration.playing)
    return shown


def pitches(shown: list[Playing]) -> set[int | None]:
    return {player.pitch for playing in shown for player in playing.moment.players}


def test_the_figure_plays_from_low_to_high_and_rests() -> None:
    settings = SynthesizerSettings()
    played = pitches(demonstrated(settings))
    assert None in played
    assert len(played - {None}) >= settings.players[0].steps - 2


def test_the_figure_plays_louder_and_softer() -> None:
    levels = [
        player.level
        for playing in demonstrated(SynthesizerSettings())
        for player in playing.moment.players
        if player.pitch is not None
    ]
    assert max(levels) - min(levels) > 0.3


@pytest.mark.parametrize(
    "settings",
    [
        SynthesizerSettings(gestures=GestureSettings(swap_hands=True)),
        SynthesizerSettings(gestures=GestureSettings(one_hand=True)),
        SynthesizerSettings(players=(PlayerSettings(drums=True),)),
        SynthesizerSettings(key="Bb", scale="blues"),
    ],
)
def test_the_figure_plays_whatever_is_set(settings: SynthesizerSettings) -> None:
    assert len(pitches(demonstrated(settings)) - {None}) >= 3


def test_the_demonstration_is_the_same_each_time() -> None:
    first, second = (demonstrated(SynthesizerSettings(), 3.0) for _ in range(2))
    assert first == second


def test_a_demonstration_that_was_stopped_begins_anew() -> None:
    demonstration = Demonstration(SynthesizerSettings())
    demonstration.update(0.0)
    first = demonstration.playing
    demonstration.update(4.0)
    demonstration.stop()
    assert demonstration.playing is None
    demonstration.update(0.0)
    assert demonstration.playing == first


@given(st.floats(-3.0, 5.0), st.floats(-3.0, 5.0))
def test_arms_keep_their_length_wherever_the_hands_are(right: float, left: float) -> None:
    frame = figure(0, 0.0, Hands(right, left))
    points = frame.poses[0].keypoints
    places = {name: (points[name].x * frame.width, points[name].y * frame.height)
              for name in KeypointName}  # fmt: skip
    for side in ("LEFT", "RIGHT"):
        shoulder, elbow, wrist = (
            places[KeypointName[f"{side}_{joint}"]] for joint in ("SHOULDER", "ELBOW", "WRIST")
        )
        assert math.dist(shoulder, elbow) == pytest.approx(0.58 * 240, rel=0.02)
        assert math.dist(elbow, wrist) == pytest.approx(0.54 * 240, rel=0.05)


@given(st.floats(0.0, 1e6))
def test_hands_stay_between_hanging_and_the_highest_note(time: float) -> None:
    gestures = GestureSettings()
    hands = hands_at(time, gestures)
    assert all(-0.21 <= height <= gestures.highest for height in hands)
