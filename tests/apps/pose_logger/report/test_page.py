import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from apps.pose_logger.report import answers
from apps.pose_logger.report.analysis import analyse
from apps.pose_logger.report.answers import Report
from apps.pose_logger.report.page import as_html
from apps.pose_logger.storage.archive import Archive
from tests.apps.pose_logger.report.museum import SUNDAY, WEEK, archive, days, moment, week
from tests.debian import program

_CHROMIUM = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --no-pdf-header-footer"
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    data = archive(tmp_path_factory.mktemp("data"), *week())
    return analyse(data, WEEK, now=moment("2026-11-22T20:00"), time_zone="Europe/Berlin")


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return as_html(report)


class _Reader(HTMLParser):
    """Collects what a page refers to, its ids, its elements and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.references: list[str] = []
        self.ids: list[str] = []
        self.elements: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        for name, value in attrs:
            if name in ("href", "xlink:href", "src", "srcset", "data", "action", "poster"):
                self.references.append(value or "")
            if name == "id":
                self.ids.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_asks_for_nothing_from_anywhere(page: str) -> None:
    reader = _Reader(page)
    assert all(reference.startswith("#") for reference in reader.references)
    assert not {"script", "link", "iframe", "object", "img", "base"} & set(reader.elements)
    assert not re.search(r"url\((?!['\"]?#)|@import", page)


def test_every_plot_has_ids_of_its_own_and_only_refers_to_them(page: str) -> None:
    reader = _Reader(page)
    assert len(reader.ids) == len(set(reader.ids))
    assert {reference[1:] for reference in reader.references} <= set(reader.ids)
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(reader.ids)


def test_every_plot_is_well_formed(page: str) -> None:
    plots = re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)
    assert len(plots) == 6
    for plot in plots:
        assert len(list(ElementTree.fromstring(plot).iter())) > 20


def test_the_page_says_what_matters_in_plain_words(page: str) -> None:
    words = " ".join(_Reader(page).words.split())
    assert "Visitors at museum 16 to 22 November 2026" in words
    assert "The busiest zone was Entrance hall. Most people were there on Saturdays" in words
    for zone in ("Entrance hall", "Dinosaurs", "Shop", "Café"):
        assert words.count(zone) >= 2
    assert "Hatched: not observed, so nobody knows." in words


def test_the_same_report_is_the_same_page_byte_for_byte(report: Report, page: str) -> None:
    assert as_html(report) == page


def test_a_day_has_no_plot_of_days(report: Report) -> None:
    sunday = SUNDAY.isoformat()
    one = msgspec.structs.replace(
        report, first=sunday, days=[day for day in report.days if day.date == sunday]
    )
    words = as_html(one)
    assert "Day by day" not in words
    assert "Sunday, 22 November 2026" in words


def test_names_cannot_break_out_of_the_page(report: Report) -> None:
    skipped = answers.Skipped(file="<script>alert(1)</script>", reason="a & b")
    text = as_html(msgspec.structs.replace(report, sites=["<b>&"], skipped=[skipped]))
    assert "script" not in _Reader(text).elements
    assert "&lt;b&gt;&amp;" in text


def test_a_page_without_data_says_so(tmp_path: Path) -> None:
    empty = analyse(Archive(tmp_path), days("2026-11-18"), now=moment("2026-11-19T00:00"))
    assert "There are no counts of these days." in as_html(empty)


def test_a_browser_shows_and_prints_the_page_without_an_error(page: str, tmp_path: Path) -> None:
    chromium = program("chromium", "chromium")
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    address = (tmp_path / "page.html").as_uri()

    def browse(*how: str) -> "subprocess.CompletedProcess[str]":
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        command = [chromium, *_CHROMIUM.split(), profile, *how, address]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)

    shown = browse("--enable-logging=stderr", "--dump-dom")
    assert shown.stdout.count("<svg") == 6
    assert "CONSOLE" not in shown.stderr
    browse(f"--print-to-pdf={tmp_path / 'page.pdf'}")
    printed = (tmp_path / "page.pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 4
