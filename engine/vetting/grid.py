"""The picture in little: reduced to a few pixels for each block, and judged block by block."""

from typing import NamedTuple, Self

import cv2
import numpy as np
import numpy.typing as npt

from engine.detections import FloatArray, Pixels

BlockMask = npt.NDArray[np.bool_]
"""One truth value for each block: rows x columns."""

BLOCK = 4
"""The side of a block in pixels of the reduced picture."""

_FEWEST = 6


class Grid(NamedTuple):
    """The blocks of a picture, and the way between them and its pixels."""

    columns: int
    rows: int

    @classmethod
    def covering(cls, width: int, height: int, blocks: int) -> Self:
        """The grid for a picture of this size in pixels, ``blocks`` along its longer side."""
        side = max(width, height) / blocks
        return cls(max(1, round(width / side)), max(1, round(height / side)))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the reduced picture in pixels."""
        return self.columns * BLOCK, self.rows * BLOCK

    def reduce(self, pixels: Pixels) -> Pixels:
        """The picture reduced to :attr:`size`.

        Halving is much the fastest way to average, so most of the way is gone by halving.
        """
        width, height = self.size
        while pixels.shape[1] >= 2 * width and pixels.shape[0] >= 2 * height:
            half = (pixels.shape[1] // 2, pixels.shape[0] // 2)
            pixels = _resized(pixels, half, cv2.INTER_AREA)
        return _resized(pixels, self.size, cv2.INTER_AREA)

    def worst(self, reduced: FloatArray) -> FloatArray:
        """The largest value in each block of a reduced picture, over all channels."""
        rows = reduced.reshape(self.rows, BLOCK, -1).max(axis=1)
        return np.asarray(rows.reshape(self.rows, self.columns, -1).max(axis=2))

    def reduced_mask(self, blocks: BlockMask) -> BlockMask:
        """The blocks as a mask of the reduced picture."""
        return np.kron(blocks, np.ones((BLOCK, BLOCK), np.bool_))

    def mark(self, blocks: BlockMask, points: FloatArray) -> None:
        """Set the block of each of ``points``, n x 2 in units of the picture, or the nearest."""
        last = (self.columns - 1, self.rows - 1)
        cells = np.clip(np.floor(points * (self.columns, self.rows)), 0, last).astype(np.intp)
        blocks[cells[:, 1], cells[:, 0]] = True


def widened(blocks: BlockMask, radius: int) -> BlockMask:
    """The blocks, and all that lie within ``radius`` of one in either direction."""
    side = 2 * radius + 1
    return cv2.dilate(blocks.view(np.uint8), np.ones((side, side), np.uint8)).view(np.bool_)


def regions(blocks: BlockMask, margin: int) -> BlockMask:
    """The boxes round each connected region of the blocks, widened by ``margin``.

    A person who sways stirs little but the outline, and not the feet: the box covers what is
    inside, and is half as high again downwards. A few blocks on their own are noise, no region.
    """
    joined = widened(blocks, 1).view(np.uint8)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    result = np.zeros_like(blocks)
    for left, top, width, height, _ in boxes[1:]:
        inside = blocks[top : top + height, left : left + width]
        if np.count_nonzero(inside) >= _FEWEST:
            rows = slice(max(0, top - margin), top + height + height // 2 + margin)
            result[rows, max(0, left - margin) : left + width + margin] = True
    return result


def enlarged(blocks: BlockMask, width: int, height: int) -> Pixels:
    """The blocks as a mask of the full picture: 255 where they are set."""
    mask = np.where(blocks, np.uint8(255), np.uint8(0))
    return _resized(mask, (width, height), cv2.INTER_NEAREST)


def _resized(pixels: Pixels, size: tuple[int, int], interpolation: int) -> Pixels:
    return np.asarray(cv2.resize(pixels, size, interpolation=interpolation), np.uint8)
