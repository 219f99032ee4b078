"""The attack: a linear discriminant, trained on visits by name, names those it has not seen.

Fisher's discriminant with a covariance that is shrunk towards that of independent features (Hastie,
Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition, 4.3.1), on standardised
features. Each round of visits is left out once and named by what was learnt from all others.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import binom, binomtest

from tools.reidentification.people import Array

_SHRINKAGE = 0.1
_CONFIDENCE = 0.95


class Rate(NamedTuple):
    """How many of ``trials`` visits were given the right one of ``people`` names."""

    hits: int
    trials: int
    people: int

    def __add__(self, other: "Rate") -> "Rate":  # type: ignore[override]
        """Both together, of which each had as many people."""
        return Rate(self.hits + other.hits, self.trials + other.trials, self.people)

    @property
    def rank_1(self) -> float:
        """The share that was right."""
        return self.hits / self.trials

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % interval (Clopper and Pearson)."""
        bounds = binomtest(self.hits, self.trials).proportion_ci(_CONFIDENCE, method="exact")
        return float(bounds.low), float(bounds.high)

    @property
    def chance(self) -> float:
        """The share that is right by mere guessing."""
        return 1.0 / self.people

    @property
    def chance_bound(self) -> float:
        """What guessing stays at or below 95 times in 100."""
        return float(binom.ppf(_CONFIDENCE, self.trials, self.chance)) / self.trials

    @property
    def recognises(self) -> bool:
        """Whether this is more than guessing would give."""
        return self.rank_1 > self.chance_bound


def attack(features: Array) -> Rate:
    """How often the visits are named rightly that ``features`` tell of.

    ``features`` is people x rounds x features; NaN where one could not be told.
    """
    people, rounds, _ = features.shape
    hits = 0
    for left_out in range(rounds):
        known = np.delete(features, left_out, axis=1)
        named = _nearest(*_standardised(known, features[:, left_out]))
        hits += int((named == np.arange(people)).sum())
    return Rate(hits, people * rounds, people)


def _standardised(known: Array, probes: Array) -> tuple[Array, Array]:
    """Both with mean 0 and deviation 1 of what is ``known``, without what says nothing there."""
    flat = known.reshape(-1, known.shape[-1])
    told = np.isfinite(flat).sum(axis=0) >= len(flat) // 4
    mean, spread = (np.full(len(told), value) for value in (0.0, 0.0))
    mean[told] = np.nanmean(flat[:, told], axis=0)
    spread[told] = np.nanstd(flat[:, told], axis=0)
    varied = spread > 1e-9
    scaled = [(one[..., varied] - mean[varied]) / spread[varied] for one in (known, probes)]
    return np.nan_to_num(scaled[0], nan=0.0), np.nan_to_num(scaled[1], nan=0.0)


def _nearest(known: Array, probes: Array) -> Array:
    """The number of the person whose visits each probe is nearest to; the first of equals."""
    if not known.shape[-1]:
        return np.zeros(len(probes))
    middles = known.mean(axis=1)
    within = (known - middles[:, None]).reshape(-1, known.shape[-1])
    covariance = within.T @ within / max(1, len(within) - len(middles))
    usual = np.trace(covariance) / len(covariance)
    shrunk = (1.0 - _SHRINKAGE) * covariance + (_SHRINKAGE * usual + 1e-9) * np.eye(len(covariance))
    apart = probes[:, None] - middles[None]
    distances = np.einsum("pmf,fg,pmg->pm", apart, np.linalg.inv(shrunk), apart)
    nearest: Array = distances.argmin(axis=1)
    return nearest
