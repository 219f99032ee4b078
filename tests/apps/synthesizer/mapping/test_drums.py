import random

import pytest

from apps.synthesizer.events import NoteOff, NoteOn
from apps.synthesizer.settings import PadSettings, PlayerSettings, SynthesizerSettings
from tests.apps.synthesizer.mapping.dancers import K, Stage, dancer, levels, notes, settings

SNARE, LOW_TOM = 38, 45
ABOVE, IN_SNARE, BELOW = 1.35, 1.0, 0.5


def stage(*pads: PadSettings) -> Stage:
    chosen = {"pads": pads} if pads else {}
    return Stage(settings(players=(PlayerSettings(drums=True),), **chosen))


def strike(it: Stage) -> list[NoteOn]:
    """The strokes of a hand that goes down into the snare and up again."""
    heights = (ABOVE, 1.3, 1.15, IN_SNARE, IN_SNARE, 1.15, 1.3, ABOVE)
    events = [event for up in heights for event in it.play(dancer(right=up))]
    return [event for event in events if isinstance(event, NoteOn)]


def test_a_hand_that_enters_a_pad_strikes_it_once() -> None:
    assert [one.pitch for one in strike(stage())] == [SNARE]


def test_either_hand_strikes() -> None:
    it = stage()
    it.play(dancer(left=0.5))
    assert notes(it.play(dancer(left=0.3))) == [("on", LOW_TOM)]


def test_a_stroke_ends_after_a_tenth_of_a_second() -> None:
    it = stage()
    it.play(dancer(right=ABOVE))
    began = it.number
    assert isinstance(it.play(dancer(right=IN_SNARE))[0], NoteOn)
    while not (events := it.play(dancer(right=IN_SNARE))):
        assert it.number - began < 10
    assert events == [NoteOff(0, SNARE)]
    assert it.number - began == 4


def test_a_hand_that_stays_or_trembles_on_the_rim_does_not_strike_again() -> None:
    it, rng = stage(), random.Random(1)
    assert strike(it)
    it.play(dancer(right=1.15))
    for _ in range(200):
        assert it.play(dancer(right=1.2 + rng.uniform(-0.07, 0.07))) in ([], [NoteOff(0, SNARE)])


def test_a_pad_can_be_struck_again_once_it_was_left() -> None:
    it = stage()
    assert len(strike(it)) == len(strike(it)) == 1


def test_a_second_stroke_ends_the_first() -> None:
    it = stage(PadSettings("Cowbell", -2.0, 2.0, 0.6, 1.2))
    it.play(dancer(right=BELOW, left=BELOW))
    it.play(dancer(right=IN_SNARE, left=BELOW))
    events = it.play(dancer(right=IN_SNARE, left=IN_SNARE))
    assert notes(events) == [("off", 56), ("on", 56)]


def test_the_faster_the_louder_within_bounds() -> None:
    velocities = []
    for start in (1.205, 1.3, 1.4, 3.0):
        it = stage(PadSettings("Cowbell", -2.0, 2.0, 0.6, 1.2))
        it.play(dancer(right=start))
        velocities += [e.velocity for e in it.play(dancer(right=1.19)) if isinstance(e, NoteOn)]
    assert velocities == sorted(velocities)
    assert velocities[0] in range(40, 60)
    assert velocities[-1] == 127


@pytest.mark.parametrize("gone", [0, 30])
def test_a_hand_that_appears_inside_a_pad_does_not_strike_it(gone: int) -> None:
    it = stage()
    it.play(dancer(right=BELOW))
    it.play(dancer(hidden=[K.RIGHT_WRIST]), frames=gone)
    struck = notes(it.play(dancer(right=IN_SNARE)))
    assert struck == ([] if gone else [("on", SNARE)])


def test_strokes_end_when_the_drummer_is_gone() -> None:
    it = stage()
    it.play(dancer(right=ABOVE))
    it.play(dancer(right=IN_SNARE))
    events = it.play(frames=15)
    assert notes(events) == [("off", SNARE)]
    assert levels(events) == [0.0]


def test_pads_are_beside_the_body_and_light_up() -> None:
    (player,) = stage().moment(dancer(right=IN_SNARE, left=BELOW)).players
    assert player.guide is None
    assert [pad.pitch for pad in player.pads if pad.inside] == [SNARE]
    (snare,) = (pad for pad in player.pads if pad.pitch == SNARE)
    assert snare.top_left == pytest.approx(((0.9 - 1.3 * 0.2) / (16 / 9), 0.6 - 1.2 * 0.2))
    assert snare.bottom_right == pytest.approx(((0.9 - 0.4 * 0.2) / (16 / 9), 0.6 - 0.6 * 0.2))


def test_the_last_stroke_that_sounds_is_shown() -> None:
    it = stage()
    it.play(dancer(right=ABOVE))
    assert it.moment(dancer(right=IN_SNARE)).players[0].pitch == SNARE
    it.play(dancer(right=IN_SNARE), frames=10)
    assert it.moment(dancer(right=IN_SNARE)).players[0].pitch is None


def test_no_default_pads_overlap() -> None:
    pads = SynthesizerSettings().pads
    for number, one in enumerate(pads):
        for other in pads[:number]:
            apart = one.right <= other.left or other.right <= one.left
            assert apart or one.top <= other.bottom or other.top <= one.bottom
