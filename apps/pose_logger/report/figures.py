"""Figures of one style, as SVG that stands in HTML."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

P = ParamSpec("P")

INK, FAINT = "#1B1F24", "#9AA3AD"

WIDTH = 7.2
"""Of every figure, in inches: as wide as the text on a page of A4."""

_STYLE: Mapping[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "skeleton-crew",
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.color": FAINT,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
}


def styled(draw: Callable[P, str]) -> Callable[P, str]:
    """Have ``draw`` make its figure in the style of the page."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> str:
        import matplotlib.style

        with matplotlib.style.context(dict(_STYLE)):
            return draw(*args, **kwargs)

    return drawn


def figure_of(height: float) -> tuple[Figure, Axes]:
    """A figure ``height`` inches high, without a window or a display."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    return figure, figure.add_subplot()


def as_svg(figure: Figure, name: str) -> str:
    """The figure as an SVG element; its ids begin with ``name``, to be the page's only ones.

    Texts stay texts, in the font of the page.
    """
    text = io.StringIO()
    figure.savefig(text, format="svg", transparent=True, metadata={"Date": None})
    svg = text.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    safe = re.sub(r"\W", "-", name)
    return re.sub(r'( id="|url\(#|href="#)', rf"\g<1>{safe}-", svg)
