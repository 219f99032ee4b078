"""Several outputs as one."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress

from apps.synthesizer.events import Moment
from apps.synthesizer.output import Output
from apps.synthesizer.settings import SynthesizerSettings
from engine.poses import OutputError


class Band:
    """An output that plays on all ``outputs``, which are called by their names.

    One that is lost is reported, closed and left out if it is to ``carry_on``; otherwise all are
    closed and the failure is raised. ``missing`` are the names of those that were lost before.
    """

    def __init__(
        self,
        outputs: Mapping[str, Output],
        *,
        carry_on: bool,
        report: Callable[[str], None],
        missing: Sequence[str] = (),
    ) -> None:
        self._outputs = dict(outputs)
        self._carry_on = carry_on
        self._report = report
        self._lost = tuple(missing)

    @property
    def lost(self) -> tuple[str, ...]:
        """The names of the outputs that are wanted and not to be had."""
        return self._lost

    def play(self, moment: Moment) -> None:
        """Let every output play ``moment``."""
        self._with_each(lambda output: output.play(moment))

    def change(self, settings: SynthesizerSettings) -> None:
        """Let every output go on with other ``settings``."""
        self._carry_on = settings.carry_on
        self._with_each(lambda output: output.change(settings))

    def close(self) -> None:
        """Close every output, in their order, whatever any of them raises; then raise that."""
        outputs, self._outputs = self._outputs, {}
        with ExitStack() as stack:
            for output in reversed(outputs.values()):
                stack.callback(output.close)

    def _with_each(self, do: Callable[[Output], None]) -> None:
        for name, output in list(self._outputs.items()):
            try:
                do(output)
            except OutputError as error:
                self._lose(name, error)

    def _lose(self, name: str, error: OutputError) -> None:
        if not self._carry_on:
            with suppress(OutputError):
                self.close()
            raise error
        self._lost += (name,)
        self._report(f"{error}; going on without it")
        with suppress(OutputError):
            self._outputs.pop(name).close()
