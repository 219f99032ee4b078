import math
from collections.abc import Iterator

import msgspec
import pytest
from msgspec import inspect

from engine.poses import (
    LIMBS,
    Background,
    BackgroundStatus,
    Keypoint,
    KeypointName,
    Pose,
    PoseFrame,
)
from tests.engine.poses.values import frame, pose


def leaves(type_: inspect.Type) -> Iterator[inspect.Type]:
    """The types at the ends of ``type_``, where values are."""
    match type_:
        case inspect.StructType():
            for field in type_.fields:
                yield from leaves(field.type)
        case inspect.VarTupleType():
            yield from leaves(type_.item_type)
        case _:
            yield type_


def test_a_frame_of_poses_holds_numbers_and_names_only() -> None:
    kinds = {type(leaf) for leaf in leaves(inspect.type_info(PoseFrame))}
    assert kinds == {inspect.FloatType, inspect.IntType, inspect.StrType, inspect.EnumType}


def test_only_a_background_holds_bytes() -> None:
    bytes_in = {
        type_: [leaf for leaf in leaves(inspect.type_info(type_)) if leaf == inspect.BytesType()]
        for type_ in (Keypoint, Pose, BackgroundStatus, PoseFrame, Background)
    }
    assert {type_ for type_, found in bytes_in.items() if found} == {Background}


@pytest.mark.parametrize("type_", [Keypoint, Pose, BackgroundStatus, PoseFrame, Background])
def test_values_are_frozen_and_have_no_room_for_more(type_: type[msgspec.Struct]) -> None:
    assert type_.__struct_config__.frozen
    assert type_.__struct_config__.forbid_unknown_fields
    assert type_.__dictoffset__ == 0


@pytest.mark.parametrize(
    ("x", "y", "score"),
    [(math.nan, 0.5, 0.5), (0.5, math.inf, 0.5), (0.5, 0.5, 1.1), (0.5, 0.5, -0.1)],
)
def test_a_keypoint_is_somewhere_and_scores_from_0_to_1(x: float, y: float, score: float) -> None:
    with pytest.raises(ValueError, match="finite position and a score from 0 to 1"):
        Keypoint(x, y, score)


def test_a_keypoint_is_found_from_a_score_of_a_fifth() -> None:
    assert Keypoint(0.5, 0.5, 0.2).found
    assert not Keypoint(0.5, 0.5, 0.19).found


def test_a_pose_has_all_keypoints() -> None:
    with pytest.raises(ValueError, match="17 keypoints"):
        Pose(1, 0.5, (Keypoint(0.5, 0.5, 0.5),) * 16)


@pytest.mark.parametrize("id_", [-1, 2**31])
def test_an_id_has_31_bits(id_: int) -> None:
    with pytest.raises(ValueError, match="31 bits"):
        pose(id_)


@pytest.mark.parametrize(
    ("width", "height", "pixels"), [(0, 1, b""), (2, 1, b"12345"), (2, 1, b"1234567")]
)
def test_a_background_has_as_many_bytes_as_its_size_says(
    width: int, height: int, pixels: bytes
) -> None:
    with pytest.raises(ValueError, match="width x height x 3 bytes"):
        Background(1, width, height, pixels)


@pytest.mark.parametrize("status", [{"progress": 1.5}, {"progress": math.nan}, {"revision": -1}])
def test_progress_is_a_share_and_a_revision_a_count(status: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"progress runs from 0 to 1|revision is a count"):
        msgspec.convert(status, BackgroundStatus)


def test_a_mirrored_person_keeps_left_and_right_and_changes_sides() -> None:
    keypoints = [Keypoint(0.5, 0.5, 0.8)] * len(KeypointName)
    keypoints[KeypointName.RIGHT_WRIST] = Keypoint(0.2, 0.3, 0.9)
    mirrored = frame(0, Pose(7, 0.9, tuple(keypoints))).mirrored()
    assert mirrored.poses[0].keypoints[KeypointName.RIGHT_WRIST] == Keypoint(0.8, 0.3, 0.9)
    assert mirrored.poses[0].id == 7


def test_a_keypoint_that_was_not_found_has_no_mirror_image() -> None:
    keypoints = (Keypoint(0.0, 0.0, 0.0),) * len(KeypointName)
    unseen = frame(0, Pose(7, 0.9, keypoints))
    assert unseen.mirrored() == unseen


def test_keypoints_are_labelled_as_coco_does() -> None:
    assert [name.label for name in KeypointName][:3] == ["nose", "left_eye", "right_eye"]
    assert KeypointName.RIGHT_ANKLE.label == "right_ankle"


def test_the_limbs_join_every_keypoint_into_one_body() -> None:
    body = {KeypointName.NOSE}
    for _ in LIMBS:
        body |= {name for limb in LIMBS if body & set(limb) for name in limb}
    assert body == set(KeypointName)


def test_limbs_are_the_same_on_both_sides() -> None:
    def other(name: KeypointName) -> KeypointName:
        sides = {"LEFT": "RIGHT", "RIGHT": "LEFT"}
        side, _, part = name.name.partition("_")
        return KeypointName[f"{sides[side]}_{part}"] if part else name

    limbs = {frozenset(limb) for limb in LIMBS}
    assert {frozenset(map(other, limb)) for limb in limbs} == limbs
