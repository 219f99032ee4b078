"""What a look at the machine finds, in words: whether something is there, and how it is mended."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

import msgspec


class State(StrEnum):
    """How something is found: in order, not there, or there and of no use."""

    OK = "ok"
    MISSING = "missing"
    BROKEN = "broken"


class Finding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing of a machine, and how it is.

    ``subject`` says what was looked at, ``detail`` what was seen, and ``mend`` the command, or the
    act, that puts it in order. What is ``needed`` must be in order for the installation to run.
    """

    subject: str
    state: State
    detail: str
    mend: str = ""
    needed: bool = False

    @property
    def ready(self) -> bool:
        """Whether nothing here keeps the installation from running."""
        return self.state is State.OK or not self.needed


class Check(NamedTuple):
    """A look at one ``subject``: ``look`` is called in a process of its own, so it is picklable.

    ``needed`` is whether the installation can do without the subject where the look itself fails.
    """

    subject: str
    look: Callable[[], Sequence[Finding]]
    needed: bool = False
