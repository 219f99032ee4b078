"""``skeleton-crew detect``: poses as text."""

from typing import Annotated

import typer

from engine.commands import PosesFrom, SourceArgument, open_poses, with_pose_options


@with_pose_options
def detect(
    poses_from: PosesFrom,
    source: SourceArgument = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON line a frame.")] = False,
    mirror: Annotated[bool, typer.Option(help="Positions as in a mirror.")] = False,
) -> None:
    """Print the poses in a picture, video or camera."""
    from apps import detect as app_detect

    with open_poses(poses_from._replace(source=source), smooth=False) as poses:
        app_detect.run(poses, as_json=json, mirror=mirror)
