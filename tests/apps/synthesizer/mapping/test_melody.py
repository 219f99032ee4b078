import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.synthesizer.events import Loudness, NoteOff, NoteOn
from apps.synthesizer.settings import GestureSettings, SynthesizerSettings
from tests.apps.synthesizer.mapping.dancers import HIPS, K, Stage, dancer, levels, notes, settings

DEFAULT = GestureSettings()
NOTES = (60, 62, 64, 67, 69, 72, 74, 76, 79, 81, 84)


def middle(band: float) -> float:
    """The height of the middle of a band."""
    return DEFAULT.lowest + (band + 0.5) * (DEFAULT.highest - DEFAULT.lowest) / len(NOTES)


def gestures(**changes: object) -> SynthesizerSettings:
    return settings(gestures=msgspec.structs.replace(DEFAULT, **changes))


@pytest.mark.parametrize("band", range(11))
@pytest.mark.parametrize("torso", [0.06, 0.25])
def test_the_right_wrists_height_is_the_note_for_small_and_large_people(
    band: int, torso: float
) -> None:
    events = Stage().play(dancer(right=middle(band), left=0.8, torso=torso))
    assert notes(events) == [("on", NOTES[band])]


@pytest.mark.parametrize(("height", "note"), [(5.0, 84), (0.25, 60)])
def test_beyond_the_range_are_the_highest_and_the_lowest_note(height: float, note: int) -> None:
    assert notes(Stage().play(dancer(right=height))) == [("on", note)]


def test_somebody_seated_behind_a_counter_plays_the_same_notes() -> None:
    it = Stage()
    it.play(dancer(), frames=30)
    assert notes(it.play(dancer(right=middle(4), hidden=HIPS))) == [("on", NOTES[4])]


def test_hands_down_are_rest_and_a_new_player_begins_with_it() -> None:
    it = Stage()
    assert notes(it.play(dancer(right=0.0), frames=10)) == []
    assert notes(it.play(dancer(right=middle(3)))) == [("on", NOTES[3])]
    assert notes(it.play(dancer(right=0.0))) == [("off", NOTES[3])]


def test_a_note_is_held_while_the_hand_is_and_told_once() -> None:
    it = Stage()
    events = it.play(dancer(right=middle(3), left=0.8), frames=100)
    assert notes(events) == [("on", NOTES[3])]
    assert len(levels(events)) == 1


def test_legato_begins_a_note_before_the_last_one_ends() -> None:
    it = Stage()
    it.play(dancer(right=middle(3)))
    assert notes(it.play(dancer(right=middle(4)))) == [("on", NOTES[4]), ("off", NOTES[3])]


def test_without_legato_a_note_ends_before_the_next_begins() -> None:
    it = Stage(gestures(legato=False))
    it.play(dancer(right=middle(3)))
    assert notes(it.play(dancer(right=middle(4)))) == [("off", NOTES[3]), ("on", NOTES[4])]


def test_a_hand_that_trembles_on_a_border_keeps_its_note() -> None:
    it = Stage()
    it.play(dancer(right=middle(3)))
    step = (DEFAULT.highest - DEFAULT.lowest) / len(NOTES)
    for number in range(50):
        tremble = (0.1 if number % 2 else -0.1) * step
        assert notes(it.play(dancer(right=middle(3.5) + tremble))) == []


@given(st.floats(-0.5, 2.5), st.floats(-0.5, 2.5))
def test_the_left_wrists_height_is_the_level_and_comes_before_the_note(
    left: float, right: float
) -> None:
    events = Stage().play(dancer(right=right, left=left))
    wanted = min(max((left - DEFAULT.quietest) / (DEFAULT.loudest - DEFAULT.quietest), 0.0), 1.0)
    assert (levels(events) or [0.0])[-1] == pytest.approx(wanted, abs=0.003)
    kinds = [type(event) for event in events]
    assert kinds in ([], [Loudness], [NoteOn], [Loudness, NoteOn])


def test_the_level_follows_while_a_note_is_held_and_reaches_silence_and_full() -> None:
    it = Stage()
    heights = [number / 50 for number in range(100)]
    told = [one for up in heights for one in levels(it.play(dancer(right=1.0, left=up)))]
    assert told == sorted(told)
    assert len(told) > 70
    assert told[-1] == 1.0
    down = [one for up in reversed(heights) for one in levels(it.play(dancer(right=1.0, left=up)))]
    assert down[-1] == 0.0


def test_a_change_that_nobody_hears_is_not_told() -> None:
    it = Stage()
    it.play(dancer(right=1.0, left=1.0))
    assert it.play(dancer(right=1.0, left=1.001)) == []


def test_hands_can_be_swapped() -> None:
    events = Stage(gestures(swap_hands=True)).play(dancer(left=middle(5), right=1.6))
    assert notes(events) == [("on", NOTES[5])]
    assert levels(events) == [1.0]


def test_other_joints_can_play() -> None:
    it = Stage(gestures(pitch="nose", volume="right_wrist"))
    assert notes(it.play(dancer(right=1.6))) == [("on", NOTES[8])]


def test_one_hand_sets_the_level_by_how_far_it_reaches_aside() -> None:
    it = Stage(gestures(one_hand=True))
    told = [levels(it.play(dancer(right=1.0, left=1.6, aside=aside))) for aside in (0.3, 0.7, 1.2)]
    assert told == [[], [pytest.approx(0.5)], [1.0]]


def test_a_wrist_that_is_missed_for_a_moment_keeps_its_note_and_level() -> None:
    it = Stage()
    it.play(dancer(right=1.0, left=1.0))
    gone = dancer(hidden=[K.RIGHT_WRIST, K.LEFT_WRIST])
    assert it.play(gone, frames=8) == []
    assert notes(it.play(gone, frames=2)) == [("off", NOTES[5])]
    assert notes(it.play(dancer(right=1.0, left=1.0))) == [("on", NOTES[5])]


def test_who_is_lost_falls_silent_after_the_hold_and_not_before() -> None:
    it = Stage()
    it.play(dancer(right=1.0, left=1.0))
    assert it.play(frames=8) == []
    assert it.play(frames=2) == [Loudness(0, 0.0), NoteOff(0, NOTES[5])]
    assert it.play(frames=300) == []


def test_who_has_only_one_arm_is_heard() -> None:
    events = Stage().play(dancer(right=1.0, hidden=[K.LEFT_WRIST]))
    assert levels(events)[0] > 0.5


def test_the_guide_shows_the_hands_and_where_the_notes_are() -> None:
    (player,) = Stage().moment(dancer(right=1.0, left=0.5)).players
    guide = player.guide
    assert guide is not None
    assert guide.hand == pytest.approx(((0.9 - 0.16) / (16 / 9), 0.4))
    assert guide.other == pytest.approx(((0.9 + 0.16) / (16 / 9), 0.5))
    assert len(guide.edges) == len(player.pitches) + 1
    assert guide.edges[0] == pytest.approx(0.6 - 0.2 * DEFAULT.lowest)
    assert guide.edges[-1] == pytest.approx(0.6 - 0.2 * DEFAULT.highest)


def test_the_player_says_what_sounds() -> None:
    it = Stage()
    (player,) = it.moment(dancer(7, right=middle(2), left=1.6)).players
    assert (player.slot, player.pose_id, player.pitch, player.level) == (0, 7, NOTES[2], 1.0)
    assert player.pitches == NOTES
    (player,) = it.moment().players
    assert (player.pose_id, player.pitch, player.guide) == (None, NOTES[2], None)
