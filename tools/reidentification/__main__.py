"""Prints how often the attack is right about what the pose logger keeps, table by table."""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from itertools import product
from operator import add
from typing import NamedTuple

import numpy as np

from tools.reidentification.attack import Rate, attack
from tools.reidentification.counts import of_minutes, of_publication, of_visits
from tools.reidentification.gait import body_and_gait
from tools.reidentification.logged import counts_of, skeletons_of
from tools.reidentification.people import Array, people
from tools.reidentification.visits import Visit, visit

Rates = Mapping[str, Rate]
"""How often the attack is right, by what is kept."""

Features = Callable[[Visit, np.random.Generator], Iterable[tuple[str, Array]]]
"""What is kept of a visit, by what it is, as rows of numbers."""


class Experiment(NamedTuple):
    """``crowds`` of ``people`` who come ``rounds`` times each; another ``seed``: other people."""

    crowds: int = 6
    people: int = 40
    rounds: int = 6
    seed: int = 1

    def skeletons(self) -> Rates:
        """How often the attack is right about skeletons."""

        def features(visitor: Visit, random: np.random.Generator) -> Iterator[tuple[str, Array]]:
            for level, poses in skeletons_of(visitor, random).items():
                yield f"poses, {level}", body_and_gait(poses)

        return self._rates(features, stops=True)

    def counts(self, *, stops: bool) -> Rates:
        """How often the attack is right about counts, of visitors who stop or do not."""

        def features(visitor: Visit, random: np.random.Generator) -> Iterator[tuple[str, Array]]:
            kept = counts_of(visitor, random)
            yield "visits", of_visits(kept.visits)
            yield "minutes and dwell", of_minutes(kept.minutes, kept.dwell)
            yield "published", of_publication(kept.published)

        return self._rates(features, stops=stops)

    def _rates(self, features: Features, *, stops: bool) -> Rates:
        crowds = [self._rates_of(crowd, features, stops=stops) for crowd in range(self.crowds)]
        return {what: reduce(add, (rates[what] for rates in crowds)) for what in crowds[0]}

    def _rates_of(self, crowd: int, features: Features, *, stops: bool) -> Rates:
        random = np.random.default_rng((self.seed, crowd))
        rows: dict[str, list[Array]] = defaultdict(list)
        for person, _ in product(people(self.people, random), range(self.rounds)):
            visitor = visit(person.today(random), random, stops=stops)
            for what, row in features(visitor, random):
                rows[what].append(row)
        shape = self.people, self.rounds, -1
        return {what: attack(np.stack(told).reshape(shape)) for what, told in rows.items()}


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
    few = experiment._replace(crowds=max(1, experiment.crowds // 3))
    print(f"\nSkeletons, of {few.crowds} crowds:\n")
    print(table(few.skeletons()))
    print("\nCounts of visitors who stop where and as long as they like:\n")
    print(table(experiment.counts(stops=True)))
    print(
        "\nCounts of visitors who all walk straight through, one by one, which is the worst case:\n"
    )
    print(table(experiment.counts(stops=False)))


if __name__ == "__main__":
    main()
