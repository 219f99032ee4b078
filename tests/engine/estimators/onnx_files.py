"""ONNX files of one step, written by hand: of Protocol Buffers, their format, little is needed.

The numbers of the fields are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
"""

from collections.abc import Sequence
from pathlib import Path

_FLOAT = 1


def write_onnx(
    path: Path, shape: Sequence[int | str], *, inputs: Sequence[str] = ("in",), output: str = "out"
) -> Path:
    """A network at ``path`` that adds up its ``inputs``, all of ``shape``.

    A word in ``shape`` is a size that is not known before the network runs.
    """
    kind = b"Sum"
    node = b"".join(_field(1, name.encode()) for name in inputs)
    node += _field(2, output.encode()) + _field(4, kind)
    graph = _field(1, node) + _field(2, b"tiny")
    graph += b"".join(_field(11, _value(name, shape)) for name in inputs)
    graph += _field(12, _value(output, shape))
    opset = _number(2, 13)
    path.write_bytes(_number(1, 8) + _field(7, graph) + _field(8, opset))
    return path


def _value(name: str, shape: Sequence[int | str]) -> bytes:
    """A tensor's name and type."""
    sizes = (_number(1, n) if isinstance(n, int) else _field(2, n.encode()) for n in shape)
    tensor = _number(1, _FLOAT) + _field(2, b"".join(_field(1, size) for size in sizes))
    return _field(1, name.encode()) + _field(2, _field(1, tensor))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    low, high = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _varint(high) if high else bytes([low])
