import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from apps.synthesizer.events import Loudness, Moment, NoteOff, NoteOn
from apps.synthesizer.mapping import Mapping
from apps.synthesizer.settings import GestureSettings, PlayerSettings, SynthesizerSettings
from engine.poses import ConfigError, Keypoint, Pose, PoseFrame, UnknownNameError
from tests.apps.synthesizer.mapping.dancers import K, Stage, dancer, frame, levels, notes, settings

MIXED = settings(
    players=(PlayerSettings(), PlayerSettings(octave=2, steps=5), PlayerSettings(drums=True))
)

poses = st.builds(
    dancer,
    st.integers(1, 6),
    st.floats(-1.0, 2.5),
    st.floats(-1.0, 2.5),
    x=st.floats(0.0, 1.8),
    torso=st.floats(0.05, 0.3),
    hidden=st.frozensets(st.sampled_from(K)),
)
keypoints = st.builds(
    Keypoint,
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(0.0, 1.0),
)
wild_poses = st.builds(
    Pose, st.integers(1, 6), st.just(0.5), st.tuples(*[keypoints] * len(K))
)  # fmt: skip
crowds = st.lists(poses | wild_poses, max_size=5, unique_by=lambda pose: pose.id)
steps = st.sampled_from([1.0, 1.0, 1.0, 1.0, 3.0, 12.0, 20.0, 500.0, 0.0, -1.0, -400.0])
plays = st.lists(st.tuples(steps, crowds), max_size=40)
all_settings = st.sampled_from(
    [
        settings(),
        MIXED,
        msgspec.structs.replace(MIXED, gestures=GestureSettings(legato=False, one_hand=True)),
    ]
)


def played(mapping: Mapping, play: list[tuple[float, list[Pose]]]) -> list[Moment]:
    """What the mapping makes of the frames, and of some seconds with nobody after them."""
    number, moments = 0.0, []
    for step, people in [*play, *[(1.0, list[Pose]())] * 20]:
        number += step
        moments.append(mapping.update(frame(number, *people)))
    return moments


def check_balance(moments: list[Moment]) -> None:
    """No note begins twice or ends unbegun, and none is left at the end."""
    sounding: set[tuple[int, int]] = set()
    for moment in moments:
        for event in moment.events:
            if isinstance(event, NoteOn):
                assert (event.player, event.pitch) not in sounding
                sounding.add((event.player, event.pitch))
            elif isinstance(event, NoteOff):
                sounding.remove((event.player, event.pitch))
    assert not sounding


@hypothesis_settings(max_examples=150, deadline=None)
@given(all_settings, plays)
def test_whatever_is_seen_notes_are_balanced_and_values_are_in_range(
    given: SynthesizerSettings, play: list[tuple[float, list[Pose]]]
) -> None:
    moments = played(Mapping(given), play)
    check_balance(moments)
    for moment in moments:
        for player in moment.players:
            assert 0.0 <= player.level <= 1.0
            assert player.pitch is None or player.pitch in player.pitches
        for event in moment.events:
            assert 0 <= event.player < len(given.players)
            if isinstance(event, Loudness):
                assert 0.0 <= event.level <= 1.0
            elif isinstance(event, NoteOn):
                assert 1 <= event.velocity <= 127


@hypothesis_settings(max_examples=80, deadline=None)
@given(plays)
def test_a_melody_has_one_note_at_a_time_but_for_the_moment_of_a_legato(
    play: list[tuple[float, list[Pose]]],
) -> None:
    sounding = [0, 0, 0]
    for moment in played(Mapping(settings()), play):
        for event in moment.events:
            if not isinstance(event, Loudness):
                sounding[event.player] += 1 if isinstance(event, NoteOn) else -1
                assert sounding[event.player] in (0, 1, 2)
        assert max(sounding) <= 1
        shown = {player.slot for player in moment.players if player.pitch is not None}
        assert shown == {slot for slot in range(3) if sounding[slot]}


@hypothesis_settings(max_examples=80, deadline=None)
@given(all_settings, all_settings, plays, plays)
def test_settings_can_change_at_any_time(
    one: SynthesizerSettings,
    other: SynthesizerSettings,
    before: list[tuple[float, list[Pose]]],
    after: list[tuple[float, list[Pose]]],
) -> None:
    mapping = Mapping(one)
    moments = [mapping.update(frame(n, *people)) for n, (_, people) in enumerate(before)]
    mapping.change(other)
    check_balance(moments + played(mapping, after))


@given(plays)
def test_the_same_frames_are_the_same_music(play: list[tuple[float, list[Pose]]]) -> None:
    assert played(Mapping(MIXED), play) == played(Mapping(MIXED), play)


def test_three_play_at_once_each_their_own_notes() -> None:
    it = Stage(SynthesizerSettings())
    people = [dancer(n, right=1.0, left=1.6, x=0.4 + 0.5 * n, torso=0.15) for n in range(3)]
    assert notes(it.play(*people)) == [("on", 72), ("on", 48), ("on", 72)]


def test_a_fourth_is_told_as_waiting_and_plays_nothing() -> None:
    it = Stage()
    people = [dancer(n, right=1.0, x=0.3 + 0.4 * n, torso=0.1) for n in range(4)]
    moment = it.moment(*people)
    assert moment.waiting == (3,)
    assert [player.slot for player in moment.players] == [0, 1, 2]
    assert {event.player for event in moment.events} == {0, 1, 2}


def test_notes_and_levels_end_when_everybody_leaves_at_once() -> None:
    it = Stage()
    people = [dancer(n, right=1.0, left=1.6, x=0.3 + 0.4 * n, torso=0.1) for n in range(3)]
    it.play(*people, frames=5)
    events = it.play(frames=12)
    assert sorted(notes(events)) == [("off", 72)] * 3
    assert levels(events) == [0.0] * 3
    assert [player.slot for player in it.moment().players] == [0, 1, 2]
    assert it.moments(frames=200)[-1].players == ()


def test_whoever_gets_a_freed_slot_begins_with_rest_and_level_of_their_own() -> None:
    it = Stage()
    it.play(dancer(1, right=1.0, left=1.6, x=0.2), frames=5)
    it.play(frames=190)
    moment = it.moment(dancer(2, right=0.22, left=0.1, x=1.6))
    assert [player.pose_id for player in moment.players] == [2]
    assert moment.players[0].level == 0.0


def test_a_long_gap_between_frames_ends_notes_first_and_then_goes_on() -> None:
    it = Stage()
    it.play(dancer(right=1.0, left=1.6))
    it.wait(0.6)
    assert notes(it.play(dancer(right=1.0, left=1.6))) == [("off", 72), ("on", 72)]
    it.wait(0.4)
    assert it.play(dancer(right=1.0, left=1.6)) == []


def test_a_source_that_starts_again_ends_notes_first() -> None:
    it = Stage()
    it.play(dancer(right=1.0), frames=100)
    it.number = 0
    assert notes(it.play(dancer(right=1.0))) == [("off", 72), ("on", 72)]


def test_changed_settings_end_notes_in_the_next_moment_and_keep_the_players() -> None:
    it = Stage()
    two = [dancer(1, right=1.0, left=1.6, x=0.4), dancer(2, right=1.0, left=1.6, x=1.4)]
    it.play(*two)
    it.mapping.change(settings(key="D", scale="minor"))
    moment = it.moment(*reversed(two))
    assert notes(moment.events) == [("off", 72), ("off", 72), ("on", 70), ("on", 70)]
    assert levels(moment.events) == [0.0, 0.0, 1.0, 1.0]
    assert [(player.slot, player.pose_id) for player in moment.players] == [(0, 1), (1, 2)]


def test_settings_can_change_twice_before_the_next_frame() -> None:
    it = Stage()
    it.play(dancer(right=1.0))
    it.mapping.change(settings(key="D"))
    it.mapping.change(settings(key="E"))
    assert notes(it.play(dancer(right=1.0))) == [("off", 72), ("on", 76)]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"players": (PlayerSettings(octave=8, steps=48),)}, ConfigError),
        ({"scale": ()}, ConfigError),
        ({"key": "X"}, UnknownNameError),
        ({"scale": "majestic"}, UnknownNameError),
    ],
)
def test_settings_that_are_wrong_change_nothing(
    changes: dict[str, object], error: type[Exception]
) -> None:
    it = Stage()
    it.play(dancer(right=1.0))
    with pytest.raises((error, ValueError)):
        it.mapping.change(settings(**changes))
    assert it.play(dancer(right=1.0)) == []


def test_a_moment_is_that_of_its_frame() -> None:
    it = Mapping(settings())
    given: PoseFrame = frame(3, dancer())
    assert it.update(given).frame is given


def test_nobody_plays_who_is_half_out_of_the_picture() -> None:
    it = Stage()
    assert notes(it.play(dancer(right=1.0, left=1.6, x=0.05), frames=5)) == []
    assert notes(it.play(dancer(right=1.0, left=1.6, x=0.5))) == [("on", 72)]
    assert notes(it.play(dancer(right=1.0, left=1.6, x=0.05), frames=15)) == [("off", 72)]
