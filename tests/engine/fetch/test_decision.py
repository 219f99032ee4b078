import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.fetch.decision import Candidate, decide
from engine.models import ACCURACIES

HIGH = Candidate("high", "high")
GOOD = Candidate("good", "good")
BASIC = Candidate("basic", "basic")


def at(candidate: Candidate, milliseconds: float) -> Candidate:
    return candidate._replace(milliseconds=milliseconds)


@pytest.mark.parametrize(
    ("candidates", "fps", "taken", "passed_over"),
    [
        # Nothing was measured: the first by rank, whatever its class.
        ([GOOD, HIGH, BASIC], 30, "good", None),
        ([BASIC], 30, "basic", None),
        # All hold the rate: the most accurate, whatever its rank and speed.
        ([at(GOOD, 10), at(BASIC, 5), at(HIGH, 30)], 30, "high", None),
        # Exactly the rate is enough, and a hair less is not.
        ([at(HIGH, 40.0), at(GOOD, 20)], 25, "high", None),
        ([at(HIGH, 40.01), at(GOOD, 20)], 25, "good", "high"),
        # The best is too slow: the next class that holds the rate, and a word about it.
        ([at(HIGH, 50), at(GOOD, 30), at(BASIC, 5)], 30, "good", "high"),
        ([at(HIGH, 50), at(GOOD, 40), at(BASIC, 5)], 30, "basic", "high"),
        # A slower camera lets the best be taken.
        ([at(HIGH, 50), at(GOOD, 30), at(BASIC, 5)], 20, "high", None),
        # Within a class the first by rank that holds the rate, not the fastest.
        ([at(GOOD, 30), at(GOOD._replace(name="fast"), 3)], 30, "good", None),
        ([at(GOOD, 40), at(GOOD._replace(name="fast"), 3)], 30, "fast", "good"),
        # Nothing holds the rate: the fastest.
        ([at(HIGH, 90), at(GOOD, 70), at(BASIC, 80)], 30, "good", "high"),
        ([at(HIGH, 60), at(GOOD, 70)], 30, "high", None),
        # A slow one that is no better than what is taken is no news.
        ([at(GOOD, 10), at(BASIC, 80)], 30, "good", None),
        ([at(BASIC, 80), at(HIGH, 10)], 30, "high", None),
        # The first by rank has the benefit of the doubt; others without figures have not.
        ([GOOD, at(BASIC, 5)], 30, "good", None),
        ([GOOD, at(HIGH, 10)], 30, "high", None),
        ([GOOD, at(HIGH, 90)], 30, "good", "high"),
        ([at(GOOD, 50), HIGH, at(BASIC, 20)], 30, "basic", "good"),
        ([at(GOOD, 50), HIGH, BASIC], 30, "good", None),
    ],
)
def test_the_most_accurate_that_holds_the_rate_is_taken(
    candidates: list[Candidate], fps: float, taken: str, passed_over: str | None
) -> None:
    decision = decide(candidates, fps)

    assert decision.taken.name == taken
    assert (decision.passed_over and decision.passed_over.name) == passed_over
    assert (decision.surprise(fps) is None) == (passed_over is None)


def test_the_surprise_is_told_with_figures() -> None:
    assert decide([at(HIGH, 61.2), at(BASIC, 20)], 29.97).surprise(29.97) == (
        "using basic: high takes 61 ms a frame here, too slow for 29.97 frames a second"
    )
    assert decide([at(HIGH, 61.2), at(BASIC, 50)], 30.0).surprise(30.0) == (
        "using basic, the fastest with 50 ms: high takes 61 ms a frame here, and nothing that was "
        "measured holds 30 frames a second"
    )


any_candidates = st.lists(
    st.tuples(st.sampled_from(ACCURACIES), st.none() | st.floats(0.1, 200.0)),
    min_size=1,
    max_size=6,
).map(lambda rows: [Candidate(str(number), *row) for number, row in enumerate(rows)])


@given(any_candidates, st.floats(1.0, 120.0))
def test_nothing_that_holds_the_rate_is_better_than_what_is_taken(
    candidates: list[Candidate], fps: float
) -> None:
    taken, passed_over = decide(candidates, fps)

    assert taken in candidates
    better = itertools.takewhile(lambda name: name != taken.accuracy, ACCURACIES)
    assert not any(one.holds(fps) for one in candidates if one.accuracy in set(better))
    assert passed_over is None or not passed_over.holds(fps)
