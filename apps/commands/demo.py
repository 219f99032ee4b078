"""``skeleton-crew demo``: the anonymizer, with nothing to set."""

from pathlib import Path

from apps.commands.anonymizer import AnonymizerConfig
from engine.commands import PosesFrom, SourceArgument, open_poses, say

DEMO_SECONDS = 60.0
"""How long the demo runs where nobody can close a window."""


def demo(source: SourceArgument = None) -> None:
    """See people as skeletons: in a window, or without a display in out/anonymizer.mp4."""
    from apps.anonymizer.app import run
    from apps.display.window import has_display

    outputs = [] if has_display() else [Path("out/anonymizer.mp4"), Path("out/anonymizer.png")]
    engine = {"seconds": DEMO_SECONDS} if outputs else {}
    poses_from = PosesFrom(engine, source)
    with open_poses(poses_from, background=True, real_time=not outputs) as poses:
        if outputs:
            outputs[0].parent.mkdir(exist_ok=True)
            say(f"there is no display, so this goes to {outputs[0]} and {outputs[1]}")
        run(poses, AnonymizerConfig(), outputs=outputs)
    if outputs:
        say(f"done: look at {outputs[0]} and {outputs[1]}")
