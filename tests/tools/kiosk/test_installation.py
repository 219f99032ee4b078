"""A kiosk is installed and taken away without a trace, but for what is people's own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.commands import read_settings
from engine.server import ServeSettings
from tests.tools.kiosk.conftest import PREFIX
from tools.kiosk.files import PROJECT
from tools.kiosk.installation import Installation
from tools.kiosk.machine import KioskError

Kiosk = Callable[[], Installation]
ENGINE = "etc/skeleton-crew/engine.toml"


def below(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if not path.is_dir()
    }


def test_what_is_installed_is_taken_away_without_a_trace(tmp_path: Path, kiosk: Kiosk) -> None:
    kiosk().install()
    installed = below(tmp_path)
    assert {ENGINE, "etc/systemd/system/skeleton-crew-engine.service"} <= installed.keys()
    assert not any(b"@PREFIX@" in text for text in installed.values())
    programs = tmp_path / "opt" / "skeleton-crew"
    (programs / "bin").mkdir()
    (programs / "bin" / "python").symlink_to("/usr/bin/python3")
    (programs / "models").mkdir()
    (programs / "models" / "a.bin").write_bytes(b"weights")
    kiosk().uninstall()
    assert below(tmp_path) == {}
    assert not programs.exists()
    assert not (tmp_path / "etc" / "skeleton-crew").exists()


def test_the_list_of_what_is_installed_is_for_sha256sum(tmp_path: Path, kiosk: Kiosk) -> None:
    kiosk().install()
    manifest = (tmp_path / "opt/skeleton-crew/kiosk.sha256").read_text()
    done = subprocess.run(
        ["sha256sum", "--check", "--strict"],
        input=manifest.replace("  /", f"  {tmp_path}/"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert len(manifest.splitlines()) == len(below(tmp_path)) - 1


def test_settings_that_are_there_stay_and_are_never_removed(
    tmp_path: Path, kiosk: Kiosk, reports: list[str]
) -> None:
    engine = tmp_path / ENGINE
    engine.parent.mkdir(parents=True)
    engine.write_text("# mine\n")
    kiosk().install()
    kiosk().install()
    kiosk().uninstall()
    assert below(tmp_path) == {ENGINE: b"# mine\n"}
    assert "/etc/skeleton-crew/engine.toml stays as it is" in reports


def test_settings_that_were_changed_and_data_stay_and_it_is_said(
    tmp_path: Path, kiosk: Kiosk, reports: list[str]
) -> None:
    kiosk().install()
    logger = tmp_path / "etc/skeleton-crew/logger.toml"
    logger.write_text('site = "museum"\n')
    data = tmp_path / "var/lib/skeleton-crew/logger/data"
    data.mkdir(parents=True)
    (data / "counts").write_text("7")
    kiosk().install()
    kiosk().uninstall()
    assert below(tmp_path).keys() == {
        "etc/skeleton-crew/logger.toml",
        "var/lib/skeleton-crew/logger/data/counts",
    }
    assert "/etc/skeleton-crew/logger.toml stays: it was changed" in reports
    assert "/var/lib/skeleton-crew stays: what is in it is yours" in reports


def test_what_an_earlier_version_installed_goes_with_the_next(
    tmp_path: Path, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk().install()
    everything = below(tmp_path).keys()
    monkeypatch.setattr("tools.kiosk.files._SERVICES", ())
    kiosk().install()
    assert everything - below(tmp_path).keys() == {
        "etc/sysusers.d/skeleton-crew.conf",
        "etc/udev/rules.d/71-skeleton-crew.rules",
        "etc/systemd/system/seatd.service.d/skeleton-crew.conf",
        "etc/systemd/system/skeleton-crew-.service.d/wall.conf",
        "etc/systemd/system/skeleton-crew-@.service.d/wall.conf",
        "etc/systemd/system/skeleton-crew-app@synthesizer.service.d/headless.conf",
    }


def test_a_folder_with_other_programs_in_it_is_left_alone(tmp_path: Path, kiosk: Kiosk) -> None:
    other = tmp_path / PREFIX.relative_to("/") / "bin" / "other"
    other.parent.mkdir(parents=True)
    other.write_text("")
    with pytest.raises(KioskError, match="set PREFIX to a new folder"):
        kiosk().install()
    with pytest.raises(KioskError, match="no kiosk is installed"):
        kiosk().uninstall()
    assert len(below(tmp_path)) == 1


def test_make_puts_files_below_destdir_and_takes_them_away(tmp_path: Path) -> None:
    def make(target: str) -> str:
        variables = [f"DESTDIR={tmp_path}", "PREFIX=/srv/crew", f"PYTHON={sys.executable}"]
        done = subprocess.run(
            ["make", "-s", target, *variables], cwd=PROJECT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    make("kiosk-files")
    unit = (tmp_path / "etc/systemd/system/skeleton-crew-engine.service").read_text()
    assert "ExecStart=/srv/crew/bin/skeleton-crew serve " in unit
    assert "users" in make("uninstall-kiosk")
    assert below(tmp_path) == {}


def test_the_engines_settings_are_valid_and_name_the_group_that_apps_are_in() -> None:
    settings = read_settings(PROJECT / "config" / "kiosk" / "engine.toml", ServeSettings)
    assert settings.group == "skeleton-crew"
    assert settings.cameras[0].source != "auto"
