"""What the puppet theatre's conductors truly play, and what is heard of it."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from apps.synthesizer.events import Moment
from apps.synthesizer.midi import EXPRESSION, Message, control
from apps.synthesizer.scales import pitches
from apps.synthesizer.score import Score
from apps.synthesizer.settings import SynthesizerSettings
from apps.synthesizer.voices.synth import RATE, Synth
from apps.synthesizer.written import WrittenScore
from engine.cameras.stage.camera import StageCamera
from engine.poses import KeypointName

Floats = npt.NDArray[np.float64]

HOP = 0.01
"""Seconds from one look at the sound to the next."""

_WINDOW = 4096
"""Samples that are looked at: 85 ms, of which the middle counts most."""

_HEARD = 10 ** (-66 / 20)
"""The root mean square from which on a pitch can be told: -66 dB of full scale."""

_AUDIBLE = 10 ** (-60 / 20)
"""The root mean square below which a step of loudness is nobody's concern."""

_SHORTEST = 0.06
"""Seconds for which a pitch must be heard to be called a note."""


class Note(NamedTuple):
    """A pitch from ``start`` to ``end``, in seconds of the play."""

    pitch: int
    start: float
    end: float


class Part(NamedTuple):
    """What one actor truly does: times in seconds, wrists in lengths of the torso above the hips.

    ``x`` is where they stand, in widths of the picture.
    """

    name: str
    times: Floats
    right: Floats
    left: Floats
    x: float

    def loud(self, times: Floats) -> Floats:
        """How high the left wrist truly is at ``times``, in lengths of the torso above the hips."""
        return np.interp(times, self.times, self.left)

    def notes(self, settings: SynthesizerSettings, player: int) -> list[Note]:
        """The notes that the right wrist truly crosses into and out of, in their order."""
        own, gestures = settings.players[player], settings.gestures
        keys = pitches(settings.key, settings.scale, own.octave, own.steps)
        step = (gestures.highest - gestures.lowest) / own.steps
        played: list[int | None] = []
        now: int | None = None
        for height in self.right:
            exact = (height - gestures.lowest) / step
            if height < gestures.rest:
                now = None
            elif (
                now is None
                or not now - gestures.hysteresis <= exact <= now + 1 + gestures.hysteresis
            ):
                now = int(min(max(exact, 0), own.steps - 1))
            played.append(now)
        runs = []
        for band, run in groupby(range(len(played)), key=lambda index: played[index]):
            indices = list(run)
            end = self.times[min(indices[-1] + 1, len(self.times) - 1)]
            if band is not None:
                runs.append(Note(keys[band], float(self.times[indices[0]]), float(end)))
        return runs


def parts(camera: StageCamera) -> list[Part]:
    """What the actors of ``camera``'s play truly do, while all their joints are in the picture."""
    aspect = 768 / 432
    rows: dict[str, list[tuple[float, float, float, float, float]]] = {}
    for number in range(len(camera)):
        for actor in camera.truth(number).actors:
            points = np.array([(joint.x * aspect, joint.y) for joint in actor.joints])
            shoulders = points[[KeypointName.LEFT_SHOULDER, KeypointName.RIGHT_SHOULDER]].mean(0)
            hips = points[[KeypointName.LEFT_HIP, KeypointName.RIGHT_HIP]].mean(0)
            torso = float(np.linalg.norm(shoulders - hips))
            wrists = points[[KeypointName.RIGHT_WRIST, KeypointName.LEFT_WRIST], 1]
            right, left = (hips[1] - wrists) / torso
            rows.setdefault(actor.name, []).append(
                (camera.time(number), right, left, hips[0] / aspect, torso)
            )
    return [
        Part(name, table[:, 0], table[:, 1], table[:, 2], float(np.median(table[:, 3])))
        for name, table in ((name, np.array(values)) for name, values in rows.items())
    ]


def alone(settings: SynthesizerSettings, player: int) -> SynthesizerSettings:
    """``settings`` in which nobody but ``player`` can be heard."""
    players = tuple(
        own if number == player else replace(own, gain=0.0)
        for number, own in enumerate(settings.players)
    )
    return replace(settings, players=players)


def messages(moments: Sequence[Moment], settings: SynthesizerSettings) -> list[Message]:
    """All that is sent when ``moments`` are played."""
    score = WrittenScore(settings)
    return [message for moment in moments for message in score.play(moment)] + score.end()


def sound(sent: Sequence[Message], settings: SynthesizerSettings, soundfont: Path) -> Floats:
    """``sent`` as it is heard, from both sides together, 1 being full scale."""
    synth = Synth(settings.sound, soundfont)
    chunks, done = [], 0
    for message in sent:
        due = round(message.time * RATE)
        chunks.append(synth.render(due - done) if due > done else b"")
        done = max(done, due)
        synth.send(message.data)
    chunks.append(synth.render(2 * RATE))
    synth.close()
    samples = np.frombuffer(b"".join(chunks), "<i2").reshape(-1, 2)
    return np.asarray(samples.mean(axis=1) / 32768)


def gain(sent: Sequence[Message], settings: SynthesizerSettings, soundfont: Path) -> Floats:
    """By how many decibels loudness changes what is heard, each :data:`HOP`; nan where nothing is.

    That is ``sent`` against the same notes at full loudness, so that neither the beginning of notes
    nor an instrument's own life is taken for it. Echoes are left out: they have a past.
    """
    dry = replace(settings, sound=replace(settings.sound, reverb=0.0, chorus=0.0))
    heard, full = (_levels(sound(each, dry, soundfont)) for each in (sent, _at_full(sent)))
    audible = (heard > _AUDIBLE) & (full > _AUDIBLE)
    return np.asarray(np.where(audible, 20 * np.log10(heard / np.maximum(full, 1e-9)), np.nan))


def _at_full(sent: Sequence[Message]) -> list[Message]:
    """``sent`` with every expression at its highest."""
    return [
        message._replace(data=message.data[:2] + b"\x7f")
        if message.data[0] & 0xF0 == 0xB0 and message.data[1] == EXPRESSION
        else message
        for message in sent
    ]


def _levels(samples: Floats) -> Floats:
    """The root mean square of each :data:`HOP`."""
    hop = round(HOP * RATE)
    whole = samples[: len(samples) // hop * hop].reshape(-1, hop)
    return np.asarray(np.sqrt((whole**2).mean(axis=1)) + 1e-9)


def spectra(samples: Floats) -> tuple[Floats, Floats]:
    """For each moment, :data:`HOP` apart: the spectrum's shape, and how loud it is."""
    hop = round(HOP * RATE)
    padded = np.pad(samples, _WINDOW // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::hop] * np.hanning(_WINDOW)
    shapes = np.sqrt(np.abs(np.fft.rfft(frames))[:, : _WINDOW // 8])
    loud = np.sqrt((frames**2).mean(axis=1) * 8 / 3)
    return shapes / np.maximum(np.linalg.norm(shapes, axis=1, keepdims=True), 1e-9), loud


def heard(
    samples: Floats, settings: SynthesizerSettings, player: int, soundfont: Path
) -> list[Note]:
    """The notes in ``samples``, told by what each of the player's pitches sounds like alone."""
    own = settings.players[player]
    keys = pitches(settings.key, settings.scale, own.octave, own.steps)
    known = np.concatenate([_shapes_of(key, settings, player, soundfont) for key in keys])
    owners = np.repeat(np.arange(len(keys)), len(known) // len(keys))
    shapes, loud = spectra(samples)
    best = owners[(shapes @ known.T).argmax(axis=1)]
    best[loud < _HEARD] = -1
    notes = []
    for index, run in groupby(range(len(best)), key=lambda moment: best[moment]):
        moments = list(run)
        if index >= 0 and len(moments) * HOP >= _SHORTEST:
            notes.append(Note(keys[index], moments[0] * HOP, (moments[-1] + 1) * HOP))
    return notes


def _shapes_of(key: int, settings: SynthesizerSettings, player: int, soundfont: Path) -> Floats:
    """What ``key`` looks like while it sounds alone: at its beginning and later on."""
    sent = [*Score(settings).begin(0.0), Message(0.0, control(player, EXPRESSION, 127))]
    sent += [
        Message(0.0, bytes((0x90 | player, key, 100))),
        Message(0.6, bytes((0x80 | player, key, 0))),
    ]
    shapes, _ = spectra(sound(sent, settings, soundfont))
    return shapes[[4, 8, 15, 30, 50]]
