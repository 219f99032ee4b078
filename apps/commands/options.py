"""The options that several apps have."""

from pathlib import Path
from typing import Annotated, Any

import typer

Config = Annotated[Path | None, typer.Option(help="Settings in TOML; flags override them.")]
Headless = Annotated[bool, typer.Option("--headless", help="Open no window.")]
Outputs = Annotated[
    list[Path] | None, typer.Option(help="Write what a window would show: .mp4 or .png.")
]
Mirror = Annotated[bool | None, typer.Option(help="Show people as in a mirror.")]
Fullscreen = Annotated[bool | None, typer.Option(help="Fill the screen.")]
Language = Annotated[
    list[str] | None, typer.Option(help="Language of the words, such as de; may be repeated.")
]


def given(**values: Any) -> dict[str, Any]:  # noqa: ANN401
    """Those of ``values`` that are neither None nor empty."""
    return {name: value for name, value in values.items() if value not in (None, {})}
