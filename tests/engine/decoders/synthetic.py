"""Network outputs made up for people whose keypoints are known."""

import numpy as np
import numpy.typing as npt

from engine.decoders import openpose, posenet
from engine.detections import FloatArray
from engine.poses.skeleton import KeypointName as K

Points = npt.NDArray[np.float64]

FIGURE = np.array(
    [
        *[(0.50, 0.14), (0.59, 0.08), (0.41, 0.08), (0.68, 0.13), (0.32, 0.13)],
        *[(0.72, 0.28), (0.28, 0.28), (0.79, 0.42), (0.21, 0.42), (0.85, 0.56), (0.15, 0.56)],
        *[(0.60, 0.55), (0.40, 0.55), (0.62, 0.77), (0.38, 0.77), (0.63, 0.98), (0.37, 0.98)],
    ]
)
"""A standing person's 17 keypoints, x and y, in a box of 1 x 1."""


def figure(left: float, top: float, width: float, height: float) -> Points:
    """The keypoints of a person who fills a box, in its units: 17 x 2."""
    return FIGURE * (width, height) + (left, top)


def posenet_tensors(people: list[Points], size: tuple[int, int]) -> dict[str, FloatArray]:
    """What PoseNet would put out for ``people``, in pixels of an input of ``size``."""
    y, x = np.mgrid[0 : size[1] : 16, 0 : size[0] : 16]
    cells = np.stack((x, y), axis=-1).astype(float)
    heatmaps = np.full((*x.shape, 17), -9.0)
    short = np.zeros((*x.shape, 2, 17))
    mid = np.zeros((*x.shape, 2, 2, 16))
    if people:
        keypoints = np.array(people)
        away = keypoints - cells[:, :, None, None]  # rows, columns, people, kinds, xy
        distance = np.hypot(away[..., 0], away[..., 1])
        owner = distance.argmin(axis=2)
        heatmaps = np.maximum(5.0 - distance.min(axis=2) / 6.0, heatmaps)
        for kind in K:
            own = keypoints[owner[..., kind]] - cells[:, :, None]
            short[..., kind] = own[:, :, kind, ::-1]
        for limb, (a, b) in enumerate(posenet.TREE):
            for way, (begin, end) in enumerate(((a, b), (b, a))):
                target = keypoints[owner[..., begin], end]
                mid[:, :, way, :, limb] = (target - cells)[..., ::-1]
    tensors = {
        "heatmaps": heatmaps,
        "short_offsets": short.reshape(*x.shape, 34),
        "mid_offsets": mid.reshape(*x.shape, 64),
    }
    return {role: tensor.astype(np.float32) for role, tensor in tensors.items()}


def openpose_tensors(people: list[Points], grid: tuple[int, int]) -> dict[str, FloatArray]:
    """What OpenPose would put out for ``people``, in cells of a ``grid``."""
    y, x = np.mgrid[0 : grid[1], 0 : grid[0]] + 0.5
    heatmaps = np.zeros((*x.shape, 19))
    fields = np.zeros((*x.shape, 38))
    for person in people:
        shoulders = person[[K.LEFT_SHOULDER, K.RIGHT_SHOULDER]]
        points = np.concatenate((person, shoulders.mean(axis=0, keepdims=True)))
        for channel, kind in enumerate(openpose.KINDS):
            squared = (x - points[kind][0]) ** 2 + (y - points[kind][1]) ** 2
            heatmaps[..., channel] = np.maximum(heatmaps[..., channel], np.exp(-squared / 2))
        for a, b, channel in openpose.LIMBS:
            way = points[b] - points[a]
            length = np.hypot(*way)
            along = ((x - points[a][0]) * way[0] + (y - points[a][1]) * way[1]) / length
            across = ((x - points[a][0]) * way[1] - (y - points[a][1]) * way[0]) / length
            on_limb = (along > -1.5) & (along < length + 1.5) & (abs(across) < 1.5)
            fields[on_limb, channel : channel + 2] = way / length
    return {"heatmaps": heatmaps.astype(np.float32), "pafs": fields.astype(np.float32)}
