import subprocess
import sys
from pathlib import Path

import pytest

from tools.reidentification.__main__ import Experiment, Rates, table

ROOT = Path(__file__).parents[3]
SMALL = Experiment(crowds=1, people=12, rounds=4)


@pytest.fixture(scope="module")
def skeletons() -> Rates:
    return SMALL.skeletons()


@pytest.fixture(scope="module")
def counts() -> Rates:
    return SMALL.counts(stops=True)


def test_skeletons_recognise_people_and_less_of_them_less_often(skeletons: Rates) -> None:
    spool, full, coarse, feet = (rate.rank_1 for rate in skeletons.values())
    assert min(spool, full) > 0.7
    assert full > coarse > feet
    assert coarse > 2 / 12


def test_neither_what_is_kept_for_good_nor_what_is_published_recognises_anybody(
    counts: Rates,
) -> None:
    assert not counts["minutes and dwell"].recognises
    assert not counts["published"].recognises


def test_the_same_seed_gives_the_same_figures(skeletons: Rates, counts: Rates) -> None:
    assert SMALL.skeletons() == skeletons
    assert SMALL.counts(stops=True) == counts
    assert SMALL._replace(seed=2).counts(stops=True) != counts


def test_the_table_has_a_line_for_each_thing_that_is_kept(skeletons: Rates) -> None:
    lines = table(skeletons).splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == list(skeletons)
    assert "recognises people" in lines[2]


def test_it_runs_as_one_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.reidentification", "--people=4", "--rounds=2", "--crowds=1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("crowds 1, people 4, rounds 2, seed 1")
    assert done.stdout.count("| published |") == 2


def test_the_programs_do_without_tools() -> None:
    sources = [path for name in ("apps", "engine") for path in (ROOT / name).rglob("*.py")]
    assert sources
    for path in sources:
        text = path.read_text(encoding="utf-8")
        assert "import tools" not in text
        assert "from tools" not in text
