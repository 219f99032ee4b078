"""What tests of voices listen with."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from apps.synthesizer import midi
from apps.synthesizer.voices.synth import RATE

Floats = npt.NDArray[np.float64]

ORGAN, FLUTE, LEAD = 16, 73, 80


def samples(data: bytes) -> Floats:
    """Both sides of ``data``, 1 being full scale: a row a frame."""
    return np.frombuffer(data, "<i2").reshape(-1, 2) / 32768


def peak(data: bytes) -> float:
    """The largest sample."""
    return float(np.abs(samples(data)).max())


def pitch(sound: Floats) -> float:
    """MIDI's number of the strongest tone."""
    size = 8 * len(sound)
    spectrum = np.abs(np.fft.rfft(sound.mean(axis=1) * np.hanning(len(sound)), size))
    return 69 + 12 * float(np.log2(spectrum.argmax() * RATE / size / 440))


def setup(program: int = LEAD, reverb: int = 0) -> Iterable[bytes]:
    """What a channel is told before it plays."""
    return (
        midi.program(0, program),
        midi.control(0, midi.EXPRESSION, 127),
        midi.control(0, 91, reverb),
    )
