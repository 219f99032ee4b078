"""The rule that camera pixels never leave the engine, checked where it could be broken."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"numpy", "cv2", "openvino", "ai_edge_litert", "pygame", "av", "scipy", "httpx", "zmq"}


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that are there after ``statement`` in a fresh interpreter."""
    program = f"import sys\n{statement}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import engine",
        "import engine.poses",
        "import engine.poses.remote",
        "import apps",
        "import apps.__main__",
    ],
)
def test_importing_loads_nothing_heavy(statement: str) -> None:
    loaded = loaded_by(statement)
    assert statement.split()[1].split(".")[0] in loaded
    assert not loaded & HEAVY


def calls(name: str, tree: ast.AST) -> bool:
    """Whether ``tree`` calls something by ``name``, plainly or as an attribute."""
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(
        (isinstance(func, ast.Name) and func.id == name)
        or (isinstance(func, ast.Attribute) and func.attr == name)
        for func in called
    )


def sources() -> Iterator[Path]:
    for package in ("engine", "apps"):
        yield from sorted((ROOT / package).rglob("*.py"))


def test_only_vetting_makes_a_background() -> None:
    makers = {
        path.relative_to(ROOT).parts[:2]
        for path in sources()
        if calls("Background", ast.parse(path.read_text(encoding="utf-8")))
    }
    assert makers == {("engine", "vetting")}


def test_apps_neither_load_modules_by_name_nor_run_text_as_code() -> None:
    forbidden = ("__import__", "import_module", "eval", "exec")
    found = {
        (str(path.relative_to(ROOT)), name)
        for path in sources()
        for name in forbidden
        if path.is_relative_to(ROOT / "apps")
        and calls(name, ast.parse(path.read_text(encoding="utf-8")))
    }
    assert not found


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the programs and their rules, to break."""
    for package in ("engine", "apps"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(project: Path) -> str:
    """What import-linter says of ``project``."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=project,
        env={"PYTHONPATH": str(project), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    return done.stdout


def test_a_new_app_may_import_poses(copy: Path) -> None:
    (copy / "apps" / "newcomer.py").write_text("from engine.poses import PoseStream\n")
    assert "newcomer" not in lint(copy)


POSES_ONLY = "Apps know poses, and nothing else of the engine"
NO_PIXELS = "Apps have nothing that could read a camera or hold a picture of one"


@pytest.mark.parametrize(
    ("module", "rule"),
    [
        ("engine.pipeline", POSES_ONLY),
        ("engine.detections", POSES_ONLY),
        ("engine.cameras.frame", POSES_ONLY),
        ("cv2", NO_PIXELS),
        ("numpy", NO_PIXELS),
    ],
)
def test_a_new_app_that_reaches_for_pixels_is_refused(copy: Path, module: str, rule: str) -> None:
    (copy / "apps" / "newcomer.py").write_text(f"import {module}\n")
    report = lint(copy)
    assert f"{rule} BROKEN" in report
    assert f"apps.newcomer -> {module}" in report


def test_poses_that_could_hold_a_picture_are_refused(copy: Path) -> None:
    with (copy / "engine" / "poses" / "pose.py").open("a") as module:
        module.write("import numpy\n")
    report = lint(copy)
    assert "Pose values and streams can hold no picture but a background BROKEN" in report
    assert "engine.poses.pose -> numpy" in report


@pytest.mark.parametrize(
    ("module", "imported", "rule"),
    [
        ("osc/messages.py", "apps.bridge.settings", "What apps share knows no app"),
        ("bridge/osc.py", "apps.synthesizer.outputs.osc", "Apps are independent of one another"),
    ],
)
def test_apps_have_in_common_only_what_knows_none_of_them(
    copy: Path, module: str, imported: str, rule: str
) -> None:
    with (copy / "apps" / module).open("a") as file:
        file.write(f"import {imported}\n")
    assert f"{rule} BROKEN" in lint(copy)
