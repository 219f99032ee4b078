"""Prints how often the attack is right about what the pose logger keeps, level by level."""

import argparse
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import numpy as np

from tools.reidentification.attack import Rate, attack
from tools.reidentification.counts import of_minutes, of_publication, of_visits
from tools.reidentification.gait import body_and_gait
from tools.reidentification.logged import LEVELS, Kept, kept
from tools.reidentification.people import Array, people
from tools.reidentification.visits import visit


class Result(NamedTuple):
    """How often the attack was right about one thing that is kept."""

    what: str
    how_long: str
    rate: Rate


def results(count: int, rounds: int, seed: int) -> list[Result]:
    """The attack on ``count`` people who come ``rounds`` times, the same for the same ``seed``."""
    random = np.random.default_rng(seed)
    room = people(count, random)
    visitors = product(room, range(rounds))
    all_kept = [kept(visit(person.today(random), random), random) for person, _ in visitors]
    return [
        Result(what, how_long, attack(features.reshape(count, rounds, -1)))
        for what, how_long, features in _features(all_kept)
    ]


def _features(all_kept: list[Kept]) -> Iterator[tuple[str, str, Array]]:
    for level in LEVELS:
        rows = [body_and_gait(one.poses[level]) for one in all_kept]
        yield f"poses, {level}", "a day", np.stack(rows)
    yield "visits", "a day", np.stack([of_visits(one.visits) for one in all_kept])
    rows = [of_minutes(one.minutes, one.dwell) for one in all_kept]
    yield "minutes and dwell", "for good", np.stack(rows)
    rows = [of_publication(one.published) for one in all_kept]
    yield "published, 10 or more", "for good", np.stack(rows)


def table(found: list[Result]) -> str:
    """``found`` as lines of text, in the columns of Markdown."""
    head = "| what is kept | how long | rank-1 | 95 % interval | chance | chance stays below | |"
    lines = [head, "|---|---|---|---|---|---|---|"]
    for what, how_long, rate in found:
        low, high = rate.interval
        verdict = "recognises" if rate.recognises else "no better than chance"
        lines.append(
            f"| {what} | {how_long} | {rate.rank_1:.1%} | {low:.1%} to {high:.1%} "
            f"| {rate.chance:.1%} | {rate.chance_bound:.1%} | {verdict} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Run the attack and print its table."""
    parser = argparse.ArgumentParser(prog="reidentification", description=__doc__)
    parser.add_argument("--people", type=int, default=40, help="how many there are")
    parser.add_argument("--visits", type=int, default=6, help="how often each of them comes")
    parser.add_argument("--seed", type=int, default=1, help="another one: other people")
    given = parser.parse_args()
    print(f"{given.people} people, {given.visits} visits each, seed {given.seed}")
    print(table(results(given.people, given.visits, given.seed)))


if __name__ == "__main__":
    main()
