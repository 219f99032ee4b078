"""Whatever happens, no note outlives its player: by the messages sent, and by what is heard."""

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import mido
import msgspec
import numpy as np
import pytest

from apps.synthesizer.mapping import Mapping
from apps.synthesizer.midi import Message
from apps.synthesizer.settings import PlayerSettings, SynthesizerSettings
from engine.poses import PoseFrame, Recorder, wire
from tests.apps.people import frame
from tests.apps.synthesizer.concert import messages, sound
from tests.apps.synthesizer.players import player

RATE = 30.0
SETTINGS = SynthesizerSettings()
SECOND = 1.0
"""How long something may be heard after it should be over."""

SILENCE = 10 ** (-60 / 20)


def playing(start: float, end: float, *, people: int) -> list[PoseFrame]:
    """Frames in which so many ``people`` hold loud notes, each another."""
    return [
        frame(
            *(player(id_, id_ / (people + 1), height=0.3 * id_) for id_ in range(1, people + 1)),
            number=number,
            rate=RATE,
        )
        for number in range(round(start * RATE), round(end * RATE))
    ]


def nobody(start: float, end: float) -> list[PoseFrame]:
    return playing(start, end, people=0)


def sent(frames: Iterable[PoseFrame], settings: SynthesizerSettings = SETTINGS) -> list[Message]:
    mapping = Mapping(settings)
    return messages([mapping.update(one) for one in frames], settings)


def hanging(log: Iterable[Message]) -> Counter[tuple[int, int]]:
    """Channel and pitch of the notes that begin more often than they end, up to then."""
    notes: Counter[tuple[int, int]] = Counter()
    for _, data in log:
        if data[0] & 0xF0 == 0x90:
            notes[data[0] & 0x0F, data[1]] += 1
        elif data[0] & 0xF0 == 0x80:
            notes[data[0] & 0x0F, data[1]] -= 1
    return +notes


def up_to(log: Iterable[Message], seconds: float) -> list[Message]:
    return [message for message in log if message.time <= seconds]


def loudest(
    log: list[Message], soundfont: Path, start: float, end: float, settings: SynthesizerSettings
) -> float:
    """The largest amplitude that is heard from ``start`` to ``end`` seconds."""
    samples = sound(log, settings, soundfont)
    return float(np.abs(samples[round(start * 48_000) : round(end * 48_000)]).max())


def check(
    frames: list[PoseFrame],
    soundfont: Path,
    *,
    over: float,
    quiet_until: float,
    settings: SynthesizerSettings = SETTINGS,
) -> None:
    """Nothing hangs at ``over``, and nothing is heard from a second later to ``quiet_until``."""
    log = sent(frames, settings)
    assert hanging(up_to(log, over - 0.6)), "somebody must have played"
    assert not hanging(up_to(log, over))
    assert not hanging(log)
    assert loudest(log, soundfont, over - 1.0, over - 0.5, settings) > 10 * SILENCE
    assert loudest(log, soundfont, over + SECOND, quiet_until, settings) < SILENCE


def test_everybody_leaves_at_once(soundfont: Path) -> None:
    frames = playing(0.0, 3.0, people=3) + nobody(3.0, 6.0)
    check(frames, soundfont, over=3.0 + SETTINGS.slots.hold + 0.05, quiet_until=6.0)


def test_the_camera_is_unplugged_and_comes_back(soundfont: Path) -> None:
    frames = playing(0.0, 3.0, people=2) + playing(8.0, 10.0, people=2)
    stall = SETTINGS.slots.stall
    log = sent(frames)
    assert hanging(up_to(log, 2.9))
    assert not hanging(up_to(log, 3.0 + stall + 0.05))
    assert hanging(up_to(log, 8.1)), "who still plays is heard again"
    assert loudest(log, soundfont, 3.0 + stall + SECOND, 7.9, SETTINGS) < SILENCE
    assert loudest(log, soundfont, 8.2, 9.9, SETTINGS) > 10 * SILENCE


def test_a_fourth_person_has_no_note_and_takes_none(soundfont: Path) -> None:
    frames = playing(0.0, 2.0, people=3) + playing(2.0, 4.0, people=4) + nobody(4.0, 8.0)
    log = sent(frames)
    assert sum(hanging(up_to(log, 3.9)).values()) == 3
    check(frames, soundfont, over=4.0 + SETTINGS.slots.hold + 0.05, quiet_until=8.0)


def test_the_stream_ends_in_the_middle_of_a_note(soundfont: Path) -> None:
    check(playing(0.0, 3.0, people=3), soundfont, over=3.0 + 0.2, quiet_until=5.0)


def test_hands_go_down(soundfont: Path) -> None:
    down = [frame(player(height=-0.2), number=number, rate=RATE) for number in range(90, 200)]
    check(playing(0.0, 3.0, people=1) + down, soundfont, over=3.1, quiet_until=6.0)


@pytest.mark.parametrize("instrument", ["Pad 2 (warm)", "String Ensemble 1", "Church Organ"])
def test_slow_voices_are_silent_in_time_too(soundfont: Path, instrument: str) -> None:
    players = (PlayerSettings(instrument), PlayerSettings(instrument), PlayerSettings(instrument))
    settings = msgspec.structs.replace(SETTINGS, players=players)
    frames = playing(0.0, 3.0, people=3) + nobody(3.0, 6.0)
    over = 3.0 + SETTINGS.slots.hold + 0.05
    check(frames, soundfont, over=over, quiet_until=6.0, settings=settings)


def test_a_show_that_is_told_to_stop_ends_its_notes(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "x.poses")
    for one in playing(0.0, 60.0, people=3):
        recorder.write(wire.encode(one))
    recorder.close()
    command = [sys.executable, "-m", "apps", "synthesizer", "--replay", str(tmp_path / "x.poses")]
    command += ["--midi", str(tmp_path / "x.mid"), "--no-sound", "--headless", "--speed", "1"]
    heard = tmp_path / "heard.poses"
    with subprocess.Popen([*command, "--record", str(heard)]) as process:
        until = time.monotonic() + 60.0
        while time.monotonic() < until and not (heard.exists() and heard.stat().st_size > 40_000):
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        process.wait(10.0)
    assert process.returncode == 128 + signal.SIGTERM
    log = [
        Message(0.0, bytes(message.bytes()))
        for message in mido.MidiFile(tmp_path / "x.mid")
        if not message.is_meta
    ]
    assert len(log) > 10
    assert not hanging(log)
