"""Blocks: found from points, joined into regions, and put back over the picture."""

import numpy as np

from engine.vetting.grid import BLOCK, BlockMask, Grid, enlarged, regions, widened


def blocks(*rows: str) -> BlockMask:
    return np.array([[mark == "#" for mark in row] for row in rows])


def test_a_grid_has_so_many_blocks_along_the_longer_side() -> None:
    assert Grid.covering(768, 432, 48) == (48, 27)
    assert Grid.covering(432, 768, 48) == (27, 48)
    assert Grid.covering(4000, 10, 48) == (48, 1)


def test_a_picture_is_reduced_to_the_mean_of_what_is_there() -> None:
    grid = Grid.covering(768, 432, 48)
    picture = np.zeros((432, 768, 3), np.uint8)
    picture[:, 384:] = 200
    reduced = grid.reduce(picture)
    assert reduced.shape == (27 * BLOCK, 48 * BLOCK, 3)
    assert np.all(reduced[:, : 24 * BLOCK] == 0)
    assert np.all(reduced[:, 24 * BLOCK :] == 200)


def test_a_block_is_as_bad_as_its_worst_pixel() -> None:
    grid = Grid(3, 2)
    reduced = np.zeros((8, 12, 3), np.float32)
    reduced[5, 9, 1] = 7
    assert grid.worst(reduced).tolist() == [[0, 0, 0], [0, 0, 7]]


def test_points_mark_their_block_and_those_outside_the_nearest() -> None:
    grid = Grid(4, 2)
    marked = blocks("....", "....")
    grid.mark(marked, np.array([[0.3, 0.6], [1.4, -0.2]], np.float32))
    assert np.array_equal(marked, blocks("...#", ".#.."))


def test_what_is_marked_can_be_widened() -> None:
    assert np.array_equal(
        widened(blocks("....", "#...", "...."), 1), blocks("##..", "##..", "##..")
    )


def test_a_region_is_boxed_with_what_is_below_it_and_a_speck_is_none() -> None:
    outline = blocks(
        "............",
        "......##....",
        ".....#..#...",
        ".....#..#...",
        "............",
        "............",
        "#...........",
    )
    boxed = regions(outline, margin=0)
    assert boxed[1:5, 5:9].all()
    assert boxed[6, 6]
    assert not boxed[:, :3].any()
    assert not boxed[:, -1].any()


def test_blocks_cover_a_picture_of_any_size() -> None:
    mask = enlarged(blocks("#.", ".#"), 101, 53)
    assert mask.shape == (53, 101)
    assert mask[0, 0] == mask[-1, -1] == 255
    assert mask[0, -1] == mask[-1, 0] == 0
