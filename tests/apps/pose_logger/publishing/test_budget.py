import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from apps.pose_logger.publishing import Budget, Cell, PublishedCell, Question, budget
from apps.pose_logger.publishing.budget import FILE_NAME
from engine.poses import OutputError, UsageError

UTC = ZoneInfo("UTC")
LATER = 2_000_000_000.0
DAY = 86_400
FIRST, SECOND = date(1970, 1, 1), date(1970, 1, 2)


def days(*numbers: int, visits: int = 100, zone: str = "hall") -> list[Cell]:
    return [
        Cell(zone, DAY * day + 3600 * hour, 3600, visits) for day in numbers for hour in range(9)
    ]


def ask(
    budget: Budget, cells: Sequence[Cell], epsilon: float = 0.5, now: float = LATER
) -> list[PublishedCell]:
    return budget.noisy(cells, Question(epsilon), time_zone=UTC, now=now)


def test_an_answer_spends_its_epsilon_on_the_days_it_is_about(tmp_path: Path) -> None:
    ask(Budget(tmp_path), days(0, 1), 0.25)
    ask(Budget(tmp_path), days(1), 0.5)
    assert Budget(tmp_path).spent == {FIRST: 0.25, SECOND: 0.75}


def test_the_same_question_has_the_same_answer_and_is_free(tmp_path: Path) -> None:
    first = ask(Budget(tmp_path), days(0))
    assert [ask(Budget(tmp_path), days(0)) for _ in range(9)] == [first] * 9
    assert Budget(tmp_path).spent == {FIRST: 0.5}


def test_an_old_answer_stands_though_the_counts_have_changed(tmp_path: Path) -> None:
    first = ask(Budget(tmp_path), days(0))
    assert ask(Budget(tmp_path), days(0, visits=5000)) == first


def test_a_longer_range_spends_on_the_new_days_only(tmp_path: Path) -> None:
    first = ask(Budget(tmp_path), days(0))
    longer = ask(Budget(tmp_path), days(0, 1))
    assert longer[: len(first)] == first
    assert Budget(tmp_path).spent == {FIRST: 0.5, SECOND: 0.5}


@pytest.mark.parametrize("other", [days(0, zone="shop"), days(0)[1:]])
def test_another_question_about_a_day_spends_more(tmp_path: Path, other: list[Cell]) -> None:
    ask(Budget(tmp_path), days(0))
    ask(Budget(tmp_path), other)
    assert Budget(tmp_path).spent == {FIRST: 1.0}


def test_what_is_used_up_is_refused_and_nothing_else_of_it_is_told_or_spent(tmp_path: Path) -> None:
    ask(Budget(tmp_path), days(0), 0.75)
    with pytest.raises(UsageError, match=r"1970-01-01 is 1.0, 0.75 of it is spent.* 0.5 more"):
        ask(Budget(tmp_path), days(0, 1), 0.5)
    assert Budget(tmp_path).spent == {FIRST: 0.75}
    ask(Budget(tmp_path), days(0), 0.75)


def test_ten_tenths_are_one(tmp_path: Path) -> None:
    for hour in range(10):
        ask(Budget(tmp_path), [Cell("hall", 3600 * hour, 3600, 50)], 0.1)
    with pytest.raises(UsageError):
        ask(Budget(tmp_path), days(0), 0.001)


def test_today_is_neither_told_nor_spent(tmp_path: Path) -> None:
    assert ask(Budget(tmp_path), days(0), now=80_000) == []
    assert Budget(tmp_path).spent == {}


def test_no_more_is_spent_where_several_ask_at_once(tmp_path: Path) -> None:
    def one(hour: int) -> bool:
        try:
            return bool(ask(Budget(tmp_path), [Cell("hall", 3600 * hour, 3600, 50)], 0.25))
        except UsageError:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(16))) == 4
    assert Budget(tmp_path).spent == {FIRST: 1.0}


def test_noise_that_fails_spends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> list[int]:
        raise OutputError("no noise")

    monkeypatch.setattr(budget, "add_noise", fail)
    with pytest.raises(OutputError, match="no noise"):
        ask(Budget(tmp_path), days(0))
    assert Budget(tmp_path).spent == {}


KILLED = """
import os, signal, sys
from pathlib import Path
from zoneinfo import ZoneInfo
from apps.pose_logger.publishing import Budget, Cell, Question, budget
made, killer = budget._spend, sys.argv[2]
def spend(*args):
    counts = made(*args)
    if killer == "before": os.kill(os.getpid(), signal.SIGKILL)
    return counts
budget._spend = spend
told = Budget(Path(sys.argv[1])).noisy(
    [Cell("hall", 0, 3600, 100)], Question(0.5), time_zone=ZoneInfo("UTC"), now=2e9)
print(told[0].visits, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("moment", "spent"), [("before", {}), ("after", {FIRST: 0.5})])
def test_a_kill_loses_nothing_that_was_told(
    tmp_path: Path, moment: str, spent: dict[date, float]
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), moment],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[4],
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert Budget(tmp_path).spent == spent
    if spent:
        told = ask(Budget(tmp_path), [Cell("hall", 0, 3600, 100)])
        assert told[0].visits == int(killed.stdout)


def _foreign(folder: Path) -> None:
    (folder / FILE_NAME).write_bytes(b"not a database, but long enough to look like one" * 9)


def _folder_in_the_way(folder: Path) -> None:
    (folder / FILE_NAME).mkdir()


@pytest.mark.parametrize("spoil", [_foreign, _folder_in_the_way])
def test_nothing_is_told_where_the_budget_cannot_be_kept(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(tmp_path)
    with pytest.raises(OutputError, match=f"{FILE_NAME}.*nothing is told without it"):
        ask(Budget(tmp_path), days(0))
