"""What a .tflite file says of its network, and changes to it.

A file is a FlatBuffer. It is changed in place: what is written is no longer than what was there.
"""

import struct
from collections.abc import Mapping, Sequence
from typing import Any

from engine.runtimes import interpreters

_OUTPUTS, _OPERATORS = 8, 10
"""Where a subgraph's table has these vectors (tensorflow/compiler/mlir/lite/schema/schema.fbs)."""


class TfliteFile:
    """The file whose ``content`` is that of a whole network.

    ``ImportError`` where no package can read its fields.
    """

    def __init__(self, content: bytes) -> None:
        self._content = bytearray(content)
        self._model = interpreters.load_schema().Model.GetRootAs(self._content, 0)
        self._graph = self._model.Subgraphs(0)

    @property
    def content(self) -> bytes:
        """The file as it is now."""
        return bytes(self._content)

    def custom_operations(self) -> set[bytes]:
        """The names of those operations that no interpreter has by itself."""
        codes = (self._model.OperatorCodes(one.OpcodeIndex()) for one in self._operators())
        return {code.CustomCode() for code in codes if code.CustomCode()}

    def set_output_steps(self, steps: Mapping[str | int, float]) -> None:
        """Have the tensors of these names rounded to other steps.

        A layer scales its sums to its output's step.
        """
        for index in range(self._graph.TensorsLength()):
            if step := steps.get(self._name(index)):
                self._graph.Tensors(index).Quantization().ScaleAsNumpy()[:] = step

    def end_at(self, outputs: Sequence[Sequence[str | int]]) -> None:
        """Put out the tensors ``outputs`` alone, without what comes after them.

        Each is given by the names that it may have. Nothing changes if one of them does not exist
        or if the network puts them out already.
        """
        tensors = {self._name(index): index for index in range(self._graph.TensorsLength())}
        wanted = [tensors[name] for names in outputs for name in names if name in tensors]
        before = self._graph.OutputsAsNumpy()
        if len(wanted) != len(outputs) or {*wanted} <= {*before} or len(wanted) > len(before):
            return
        before[: len(wanted)] = wanted
        self._shorten(_OUTPUTS, len(wanted))
        makes_one = [bool({*one.OutputsAsNumpy()} & {*wanted}) for one in self._operators()]
        self._shorten(_OPERATORS, len(makes_one) - makes_one[::-1].index(True))

    def _operators(self) -> list[Any]:
        return [self._graph.Operators(index) for index in range(self._graph.OperatorsLength())]

    def _name(self, tensor: int) -> str:
        name: bytes = self._graph.Tensors(tensor).Name()
        return name.decode()

    def _shorten(self, field: int, length: int) -> None:
        """Let a vector of the subgraph end after ``length`` entries."""
        table = self._graph._tab
        struct.pack_into("<I", self._content, table.Vector(table.Offset(field)) - 4, length)
