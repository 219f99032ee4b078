"""Measures how accurate each installed model is, and writes the tables of docs/accuracy.md."""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from engine import estimators, fetch
from engine.estimators import Estimator
from engine.models import ModelSpec
from engine.poses.errors import SkeletonCrewError
from engine.runtimes import RuntimeOptions
from tools.accuracy import coco, theatre
from tools.accuracy.evaluation import evaluate, without_a_quarter
from tools.accuracy.finding import find
from tools.accuracy.pictures import Picture
from tools.accuracy.tables import Row, brief, detailed, table, write

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "accuracy.md"
PICTURES = ROOT.parent / "shared" / "media" / "coco"

HEADINGS = ("AP", "AP without any quarter of the pictures", "AP at 0.5", "AP at 0.75", "AR")
SCENES: Mapping[str, tuple[str, ...]] = {
    "one at a time: `visit`, `dusk`": ("visit", "dusk"),
    "three who play: `conductor`": ("conductor",),
    "three who pass: `trio`": ("trio",),
    "up to eight: `crowd`": ("crowd",),
}
"""The theatre's scenes by what they show."""


def measure(photographs: Sequence[Picture], every: float) -> dict[str, str]:
    """The tables by their name, of ``photographs`` and of the theatre ``every`` so many seconds."""
    plays = {
        what: [moment for scene in scenes for moment in theatre.moments(scene, every)]
        for what, scenes in SCENES.items()
    }
    of_coco, of_theatre = [], []
    for spec, estimator in _installed():
        print(f"{spec.name} …", file=sys.stderr)
        found = find(estimator, photographs)
        cells = detailed(evaluate(photographs, found), without_a_quarter(photographs, found))
        of_coco.append(Row(spec.name, spec.people, cells))
        scores = [brief(evaluate(play, find(estimator, play))) for play in plays.values()]
        of_theatre.append(Row(spec.name, spec.people, scores))
    return {
        "COCO's pictures": table(HEADINGS, of_coco),
        "the puppet theatre": table(tuple(plays), of_theatre),
    }


def _installed() -> Iterator[tuple[ModelSpec, Estimator]]:
    """The models that are here and run here, by rank; a line on stderr for each that does not."""
    for spec in fetch.best_first():
        try:
            files = fetch.installed(spec)
            if files is not None:
                yield spec, estimators.load(spec, files, options=RuntimeOptions(device="CPU"))
        except SkeletonCrewError as error:
            print(f"{spec.name} is left out: {error}", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="accuracy", description=__doc__)
    parser.add_argument(
        "--coco",
        type=Path,
        default=PICTURES,
        help="a folder of pictures with one JSON file of keypoints in COCO's form",
    )
    parser.add_argument(
        "--every", type=float, default=1.0, help="seconds between moments of the theatre"
    )
    parser.add_argument("--document", type=Path, default=DOCUMENT, help="where the tables go")
    return parser.parse_args()


def main() -> None:
    """Measure, print the tables and write them into the document."""
    arguments = _arguments()
    try:
        tables = measure(coco.read(arguments.coco), arguments.every)
        print("\n".join(f"\n{name}:\n\n{content}" for name, content in tables.items()))
        write(arguments.document, tables)
    except SkeletonCrewError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_status)


if __name__ == "__main__":
    main()
