"""Poses and backgrounds to test with: plain ones, and any that can be."""

from hypothesis import strategies as st

from engine.poses import (
    Background,
    BackgroundState,
    BackgroundStatus,
    CameraState,
    Health,
    Keypoint,
    KeypointName,
    Pose,
    PoseFrame,
)


def pose(id_: int = 1, x: float = 0.5) -> Pose:
    """Somebody whose keypoints are all at ``x`` and half way down."""
    return Pose(id_, 0.9, (Keypoint(x, 0.5, 0.8),) * len(KeypointName))


def frame(number: int, *people: Pose, revision: int = 0, time: float | None = None) -> PoseFrame:
    """Frame ``number`` of a source with 10 frames a second."""
    state = BackgroundState.READY if revision else BackgroundState.OFF
    return PoseFrame(
        frame=number,
        time=number / 10 if time is None else time,
        width=640,
        height=480,
        poses=people,
        background=BackgroundStatus(state, revision=revision),
        model="scripted",
    )


def background(revision: int) -> Background:
    """A background of two pixels."""
    return Background(revision, 2, 1, bytes([revision] * 6))


_shares = st.floats(0.0, 1.0)
_counts = st.integers(0, 2**63 - 1)
_sizes = st.integers(1, 2**31)
_keypoints = st.builds(
    Keypoint,
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
    _shares,
)
_poses = st.builds(
    Pose,
    st.integers(0, 2**31 - 1),
    _shares,
    st.lists(_keypoints, min_size=len(KeypointName), max_size=len(KeypointName)).map(tuple),
)

frames = st.builds(
    PoseFrame,
    frame=_counts,
    time=st.floats(allow_nan=False, allow_infinity=False),
    width=_sizes,
    height=_sizes,
    poses=st.lists(_poses, max_size=3).map(tuple),
    background=st.builds(
        BackgroundStatus, st.sampled_from(BackgroundState), _shares, st.integers(0, 2**31)
    ),
    model=st.text(),
    dropped=_counts,
)


@st.composite
def _backgrounds(draw: st.DrawFn) -> Background:
    width, height = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    pixels = draw(st.binary(min_size=width * height * 3, max_size=width * height * 3))
    return Background(draw(st.integers(1, 2**31)), width, height, pixels)


health = st.builds(
    Health,
    camera=st.text(),
    cameras=st.lists(st.text(), max_size=3).map(tuple),
    state=st.sampled_from(CameraState),
    rate=st.floats(0.0, 1e6),
    age=st.none() | st.floats(0.0, 1e9),
    frames=_counts,
    dropped=_counts,
    refused=_counts,
    apps=_counts,
)

messages = st.one_of(frames, _backgrounds(), health)
"""Anything that can be sent."""
