"""Prints the poses of a stream: as a table for people, or as one JSON line a frame for programs."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from engine.poses import KeypointName, Pose, PoseFrame, PoseStream

Print = Callable[[str], object]


def run(
    poses: PoseStream, *, as_json: bool, mirror: bool = False, write: Print | None = None
) -> None:
    """Write every frame of ``poses`` until it ends, to stdout unless ``write`` is given."""
    write = write or sys.stdout.write
    encode = msgspec.json.Encoder().encode
    for frame in poses:
        shown = frame.mirrored() if mirror else frame
        if as_json:
            write(encode(in_pixels(shown)).decode() + "\n")
        else:
            write("\n".join(table(shown)) + "\n")


def in_pixels(frame: PoseFrame) -> dict[str, Any]:
    """The frame as plain values with positions in pixels of the camera picture.

    ``{"frame", "time" (s), "size" [w, h], "model", "poses": [{"id", "score", "keypoints":
    {"nose": [x, y, score], …}}]}``; a keypoint that was not found is ``[0, 0, 0]``.
    """
    return {
        "frame": frame.frame,
        "time": round(frame.time, 6),
        "size": [frame.width, frame.height],
        "model": frame.model,
        "poses": [
            {
                "id": pose.id,
                "score": round(pose.score, 4),
                "keypoints": {
                    name.label: [round(x, 3), round(y, 3), round(score, 4)]
                    for name, x, y, score in _points(pose, frame)
                },
            }
            for pose in frame.poses
        ],
    }


def table(frame: PoseFrame) -> Iterator[str]:
    """The frame as lines of text, a keypoint a line."""
    people = {0: "nobody", 1: "1 person"}.get(len(frame.poses), f"{len(frame.poses)} people")
    size = f"{frame.width}x{frame.height}"
    yield f"frame {frame.frame}  {frame.time:.3f} s  {size}  {frame.model}  {people}"
    for pose in frame.poses:
        yield f"  person {pose.id}  score {pose.score:.3f}"
        for name, x, y, score in _points(pose, frame):
            position = f"{x:8.1f} {y:8.1f}" if score else f"{'-':>8} {'-':>8}"
            yield f"    {name.label:<15}{position}   {score:.3f}"


def _points(pose: Pose, frame: PoseFrame) -> Iterator[tuple[KeypointName, float, float, float]]:
    for name, point in zip(KeypointName, pose.keypoints, strict=True):
        yield name, point.x * frame.width, point.y * frame.height, point.score
