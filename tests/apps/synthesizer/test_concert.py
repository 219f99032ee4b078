"""Three people of the puppet theatre play, seen by a real model: what is heard is what they did."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import pytest
from scipy.stats import spearmanr

from apps.synthesizer.events import Moment
from apps.synthesizer.mapping import Mapping
from apps.synthesizer.settings import GestureSettings, SynthesizerSettings
from apps.synthesizer.voices.synth import RATE
from engine.cameras.stage import open_stage
from engine.commands import EngineSettings, PosesFrom, open_poses, override
from tests.apps.synthesizer import concert
from tests.apps.synthesizer.concert import HOP, Note, Part

SETTINGS = SynthesizerSettings()
START, END = 9.5, 38.0
"""When all three stand in their places and play, in seconds of the play."""

TOLERANCE = 0.15
"""How many seconds a note may be heard before or after the wrist truly crosses its border."""

HELD = 0.25
"""Seconds for which a wrist stays with a note that is held, and not only passed."""

AUDIBLE = 0.25
"""The left wrist's height from which on there is something to be heard."""


class Player(NamedTuple):
    """What one of them truly did, what was heard of it, and by how much it was made louder."""

    truth: Part
    slot: int
    heard: list[Note]
    gain: concert.Floats

    def held(self) -> list[Note]:
        """The notes that are held, and that were audible as they began."""
        return [note for note in self.played() if self._is_held(note)]

    def played(self) -> list[Note]:
        return self.truth.notes(SETTINGS, self.slot)

    def _is_held(self, note: Note) -> bool:
        begins = np.linspace(note.start, note.start + HELD, 6)
        inside = note.start >= START and note.end <= END
        long = note.end - note.start >= HELD
        return inside and long and bool(self.truth.loud(begins).min() >= AUDIBLE)


@contextmanager
def models_from(mirror: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setenv("SKELETON_CREW_MIRROR", str(mirror))
        patch.setenv("SKELETON_CREW_MODELS", folder)
        yield


def seen(engine: EngineSettings, settings: SynthesizerSettings, mirror: Path) -> list[Moment]:
    """What a scene means as music, seen by human-pose-estimation-0001."""
    mapping = Mapping(settings)
    chosen = override(engine, {"model": "human-pose-estimation-0001"})
    with models_from(mirror), open_poses(PosesFrom(), settings=chosen) as poses:
        return [mapping.update(frame) for frame in poses]


@pytest.fixture(scope="module")
def moments(shared: Path) -> list[Moment]:
    engine = EngineSettings(source="stage:conductor", skip=5.0, seconds=END - 5.0)
    return seen(engine, SETTINGS, shared / "models")


@pytest.fixture(scope="module")
def players(moments: list[Moment], soundfont: Path) -> list[Player]:
    parts = concert.parts(open_stage("conductor"))
    return [_player(slot, x, parts, moments, soundfont) for slot, x in places(moments).items()]


def places(moments: list[Moment]) -> dict[int, float]:
    """Where the player of each slot stands in the end."""
    last = moments[-1]
    poses = {pose.id: pose for pose in last.frame.poses}
    return {
        player.slot: float(np.mean([p.x for p in poses[player.pose_id or 0].keypoints if p.found]))
        for player in last.players
    }


def _player(
    slot: int, x: float, parts: list[Part], moments: list[Moment], soundfont: Path
) -> Player:
    truth = min(parts, key=lambda part: abs(part.x - x))
    settings = concert.alone(SETTINGS, slot)
    sent = concert.messages(moments, settings)
    samples = concert.sound(sent, settings, soundfont)
    start = moments[0].frame.time
    heard = [
        Note(pitch, begins + start, ends + start)
        for pitch, begins, ends in concert.heard(samples, settings, slot, soundfont)
    ]
    return Player(truth, slot, heard, concert.gain(sent, settings, soundfont))


def test_all_three_play_from_their_entrance_to_their_exit(moments: list[Moment]) -> None:
    on_stage = [moment for moment in moments if START <= moment.frame.time < END]
    assert {tuple(p.slot for p in moment.players) for moment in on_stage} == {(0, 1, 2)}


def test_each_plays_a_part_of_their_own(players: list[Player]) -> None:
    assert {player.truth.name for player in players} == {"ada", "ben", "cleo"}
    assert all(len(player.held()) >= 15 for player in players)


def test_the_notes_that_hands_hold_are_heard_in_time(players: list[Player]) -> None:
    for player in players:
        held = player.held()
        right = [
            any(
                other.pitch == note.pitch and abs(other.start - note.start) <= TOLERANCE
                for other in player.heard
            )
            for note in held
        ]
        assert sum(right) >= 0.95 * len(held), player.truth.name


def test_hardly_a_note_is_heard_that_nobody_played(players: list[Player]) -> None:
    for player in players:
        played = player.played()
        false = [
            note
            for note in player.heard
            if START <= note.start <= END
            and not any(
                other.pitch == note.pitch
                and note.start < other.end + TOLERANCE
                and note.end > other.start - TOLERANCE
                for other in played
            )
        ]
        assert len(false) <= 2 * (END - START) / 60, player.truth.name


def test_loudness_follows_the_left_wrist_without_a_step(
    players: list[Player], moments: list[Moment]
) -> None:
    for player in players:
        times = moments[0].frame.time + HOP * np.arange(len(player.gain), dtype=np.float64)
        known = ~np.isnan(player.gain) & (times > 11.0) & (times < END)
        truth = player.truth.loud(times[known])
        assert known.sum() > 1500
        assert spearmanr(player.gain[known], truth).statistic >= 0.95, player.truth.name
        assert np.nanmax(np.abs(np.diff(player.gain))) <= 4.0, player.truth.name


def test_when_the_camera_is_unplugged_all_is_silent_within_a_second(
    shared: Path, soundfont: Path
) -> None:
    # Shoulders are always up: whoever is seen is heard.
    gestures = GestureSettings(pitch="right_shoulder", volume="left_shoulder", loudest=1.0)
    settings = SynthesizerSettings(gestures=gestures)
    engine = EngineSettings(source="stage:unplug", skip=12.0, seconds=18.0)
    moments = seen(engine, settings, shared / "models")
    sent = concert.messages(moments, settings)
    level = np.abs(concert.sound(sent, settings, soundfont))
    before, dead, after = (
        level[round((start - 12.0) * RATE) : round((end - 12.0) * RATE)].max()
        for start, end in ((16.0, 18.0), (18.0 + settings.slots.stall + 1.0, 24.0), (24.0, 28.0))
    )
    assert before > 0.05
    assert dead < 0.001
    assert after > 0.05
