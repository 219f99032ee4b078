"""A look at what the pose logger writes with."""

from collections.abc import Sequence
from functools import partial

from engine.poses.finding import Check, Finding, State

_MEND = "pip install 'skeleton-crew[logger]'"


def check(*, needed: bool) -> Check:
    """A look at Parquet's library, which is ``needed`` where visitors are counted."""
    return Check("pyarrow", partial(look, needed), needed)


def look(needed: bool) -> Sequence[Finding]:
    """The version of pyarrow, which writes the data folder's files."""
    try:
        import pyarrow
    except ImportError as error:
        return [Finding("pyarrow", State.MISSING, str(error), _MEND, needed)]
    return [Finding("pyarrow", State.OK, pyarrow.__version__, needed=needed)]
