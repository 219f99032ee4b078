"""Prints how often the attack is right about what the pose logger keeps, table by table."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import product
from operator import add
from typing import NamedTuple

import numpy as np

from apps.pose_logger.settings import Level
from tools.reidentification.attack import Rate, attack
from tools.reidentification.counts import of_minutes, of_publication, of_visits
from tools.reidentification.gait import body_and_gait
from tools.reidentification.logged import LEVELS, Kept, kept
from tools.reidentification.people import Array, people
from tools.reidentification.visits import visit

Rates = Mapping[str, Rate]
"""How often the attack is right, by what is kept."""


class Experiment(NamedTuple):
    """``crowds`` of ``people`` who come ``rounds`` times each; another ``seed``: other people."""

    crowds: int = 4
    people: int = 40
    rounds: int = 6
    seed: int = 1

    def rates(self, *, stops: bool, levels: Sequence[Level] = ()) -> Rates:
        """How often the attack is right, over all crowds; of the poses only at ``levels``."""
        crowds = [self._rates_of(crowd, stops, levels) for crowd in range(self.crowds)]
        return {what: reduce(add, (rates[what] for rates in crowds)) for what in crowds[0]}

    def _rates_of(self, crowd: int, stops: bool, levels: Sequence[Level]) -> Rates:
        random = np.random.default_rng((self.seed, crowd))
        visitors = product(people(self.people, random), range(self.rounds))
        all_kept = [
            kept(visit(person.today(random), random, stops=stops), random, levels)
            for person, _ in visitors
        ]
        shape = self.people, self.rounds, -1
        return {what: attack(rows.reshape(shape)) for what, rows in _features(all_kept, levels)}


def _features(all_kept: Sequence[Kept], levels: Sequence[Level]) -> Iterator[tuple[str, Array]]:
    """What is kept, and a row of features for each visit."""
    for level in levels:
        yield f"poses, {level}", np.stack([body_and_gait(one.poses[level]) for one in all_kept])
    yield "visits", np.stack([of_visits(one.visits) for one in all_kept])
    yield "minutes and dwell", np.stack([of_minutes(one.minutes, one.dwell) for one in all_kept])
    yield "published", np.stack([of_publication(one.published) for one in all_kept])


def table(rates: Rates) -> str:
    """``rates`` as a table in Markdown."""
    lines = [
        "| what is kept | rank-1 | 95 % interval | chance | chance's upper bound | |",
        "|---|---|---|---|---|---|",
    ]
    for what, rate in rates.items():
        low, high = rate.interval
        verdict = "recognises people" if rate.recognises else "no better than chance"
        lines.append(
            f"| {what} | {rate.rank_1:.1%} | {low:.1%} to {high:.1%} "
            f"| {rate.chance:.1%} | {rate.chance_bound:.1%} | {verdict} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Run the attack and print its tables."""
    parser = argparse.ArgumentParser(prog="reidentification", description=__doc__)
    for name, default in Experiment()._asdict().items():
        parser.add_argument(f"--{name}", type=int, default=default)
    experiment = Experiment(**vars(parser.parse_args()))
    print(", ".join(f"{name} {value}" for name, value in experiment._asdict().items()))
    print("\nVisitors who stop where and as long as they like:\n")
    print(table(experiment.rates(stops=True, levels=LEVELS)))
    print("\nVisitors who all walk straight through, the worst case for counts:\n")
    print(table(experiment.rates(stops=False)))


if __name__ == "__main__":
    main()
