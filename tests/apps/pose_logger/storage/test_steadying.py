import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.pose_logger.records import PoseRecord
from apps.pose_logger.storage.rows import to_columns, to_row
from apps.pose_logger.storage.schema import in_order
from apps.pose_logger.storage.steadying import CLASS, POSITION_BAND, SCORE_BAND, STEP, steadied
from tests.apps.pose_logger.storage.records import NOON


def rows(xs: list[int], scores: list[int], tracks: list[int] | None = None) -> pa.Table:
    """A nose that was at ``xs`` with ``scores``, every tenth of a second."""
    records = [
        PoseRecord("door", track, NOON + at / 10, (x,) * 17, (-x - 1,) * 17, (score,) * 17)
        for at, (x, score, track) in enumerate(
            zip(xs, scores, tracks or [1] * len(xs), strict=True)
        )
    ]
    return in_order(to_columns("poses", [to_row(record) for record in records]), "poses")


def steady(xs: list[int], scores: list[int], tracks: list[int] | None = None) -> list[int]:
    positions: list[int] = steadied(rows(xs, scores, tracks))["nose_x"].to_pylist()
    return positions


def test_trembling_is_kept_off_and_movement_is_followed() -> None:
    assert steady([1000, 1020, 980, 1035, 1001], [255] * 5) == [992] * 5
    assert steady([0, 100, 200, 300], [255] * 4) == [0, 96, 192, 288]


def test_a_keypoint_that_is_not_found_stays_where_it_was() -> None:
    assert steady([640, 0, 0, 960], [255, 0, 0, 255]) == [640, 640, 640, 960]
    assert steady([0, 0, 960], [0, 0, 255]) == [0, 0, 960]


def test_a_track_tells_nothing_of_the_one_before() -> None:
    assert steady([640, 0, 30], [255, 0, 255], [1, 2, 2]) == [640, 0, 32]


def test_scores_are_of_three_classes_and_nothing() -> None:
    table = steadied(rows([0] * 6, [255, 200, 150, 60, 0, 3]))
    assert table["nose_score"].to_pylist() == [255, 255, 170, 85, 0, 85]


MOMENTS = st.tuples(st.integers(-32768, 32767), st.integers(0, 255), st.integers(0, 2))


@settings(deadline=None)
@given(st.lists(MOMENTS, min_size=1, max_size=40))
def test_what_is_kept_is_near_what_was_seen_and_to_keep_it_twice_changes_nothing(
    moments: list[tuple[int, int, int]],
) -> None:
    before = rows(*(list(values) for values in zip(*moments, strict=True)))
    after = steadied(before)
    assert steadied(after).equals(after)
    for name in ("camera", "track", "time"):
        assert after[name].equals(before[name])
    seen, kept = (table.select(["nose_x", "nose_score"]).to_pylist() for table in (before, after))
    for was, is_ in zip(seen, kept, strict=True):
        assert is_["nose_x"] % STEP == 0
        assert (is_["nose_score"] == 0) == (was["nose_score"] == 0)
        if was["nose_score"]:
            assert abs(is_["nose_x"] - was["nose_x"]) <= POSITION_BAND
            assert abs(is_["nose_score"] - max(was["nose_score"], CLASS)) <= SCORE_BAND
