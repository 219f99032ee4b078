"""The packages that have a LiteRT interpreter: LiteRT's own, and those that came before it."""

import importlib
import importlib.util
from types import ModuleType

from engine.runtimes import RUNTIMES

_MODULES = {
    "ai_edge_litert": "ai_edge_litert.interpreter",
    "tflite_runtime": "tflite_runtime.interpreter",
    "tensorflow": "tensorflow.lite.python.interpreter",
}
_SCHEMAS = {
    "ai_edge_litert": "ai_edge_litert.schema_py_generated",
    "tensorflow": "tensorflow.lite.python.schema_py_generated",
}


def load(preferred: str | None = None) -> ModuleType:
    """The module with ``Interpreter`` and ``load_delegate`` of the first package installed.

    ``preferred`` is the package to take before all others. ``ImportError`` if there is none.
    """
    packages = (*filter(None, [preferred]), *RUNTIMES["litert"])
    return importlib.import_module(_MODULES[_first_installed(packages)])


def load_schema() -> ModuleType:
    """The module that reads .tflite files field by field; tflite_runtime alone has none."""
    return importlib.import_module(_SCHEMAS[_first_installed(_SCHEMAS)])


def _first_installed(packages: "tuple[str, ...] | dict[str, str]") -> str:
    """The first of ``packages`` that is installed, or the very first, for an error to name."""
    return next(filter(importlib.util.find_spec, packages), next(iter(packages)))
