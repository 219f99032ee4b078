"""Noise that hides whether any one visit took place: differential privacy, by OpenDP.

Each count gets noise of the discrete Laplace distribution, with a scale of ``contribution`` divided
by ``epsilon``: Ghosh, Roughgarden and Sundararajan, Universally utility-maximizing privacy
mechanisms, SIAM J. Comput. 41 (2012); the sampler is that of Canonne, Kamath and Steinke, The
discrete Gaussian for differential privacy, NeurIPS 2020, in whole numbers of any size, so that
rounding gives nothing away.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from apps.pose_logger.publishing.cells import Cell, PublishedCell, check_hours
from engine.poses import OutputError

_ERROR_RATE = 0.05


class Question(NamedTuple):
    """How noisy an answer is asked for.

    ``epsilon`` bounds how much likelier any answer becomes by one visit: by e to the power of it.
    ``contribution`` is how many cells a visit counts in at the most, by 1 each: 1 where a visit is
    a stay in one zone, 8 where it is a walk through eight of them. :class:`ValueError` if either
    makes no sense.
    """

    epsilon: float
    contribution: int = 1

    @property
    def scale(self) -> float:
        """The scale of the noise: a count is off by that much on average, nearly."""
        if not 0 < self.epsilon <= 10:
            raise ValueError(f"epsilon is {self.epsilon}: expected more than 0, and 10 at most")
        if self.contribution < 1:
            raise ValueError(f"contribution is {self.contribution}: expected 1 or more")
        return self.contribution / self.epsilon


def noisy(
    cells: Sequence[Cell], epsilon: float, contribution: int = 1, *, k: int = 0
) -> list[PublishedCell]:
    """``cells`` with noise and error bars, other ones at each call; spends ``epsilon`` each time.

    A noisy count below ``k`` is hidden, which costs no privacy, and adds none either.
    Which cells there are must not depend on the visits: those without any are among them. Raises
    :class:`ValueError` as :class:`Question` does, and :class:`OutputError` without OpenDP.
    """
    check_hours(cells)
    question = Question(epsilon, contribution)
    counts = add_noise([cell.visits for cell in cells], question)
    return with_error_bars(cells, counts, question, k)


def add_noise(counts: Sequence[int], question: Question) -> list[int]:
    """``counts`` with noise: they may be negative."""
    scale = question.scale
    try:
        import opendp.prelude as dp
    except ImportError as error:
        raise OutputError(
            "noise needs OpenDP, which is not installed; pip install 'skeleton-crew[publish]'"
        ) from error
    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T=int)), dp.l1_distance(T=int)
    measurement = dp.m.make_laplace(*space, scale=scale)
    return list(measurement(list(counts)))


def with_error_bars(
    cells: Iterable[Cell], counts: Iterable[int], question: Question, k: int = 0
) -> list[PublishedCell]:
    """What is told of ``cells`` whose noisy counts are ``counts``: nothing below 0, or ``k``."""
    from opendp.accuracy import discrete_laplacian_scale_to_accuracy

    error = int(discrete_laplacian_scale_to_accuracy(question.scale, _ERROR_RATE))
    return [
        PublishedCell(*cell[:3], None, 0, k - 1 + error)
        if max(0, count) < k
        else PublishedCell(*cell[:3], max(0, count), max(0, count - error), max(0, count + error))
        for cell, count in zip(cells, counts, strict=True)
    ]
