import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.bridge.websocket.origins import Origins

OURS = {"museum-pc", "192.168.1.10"}


def admitted(origin: str, *allowed: str) -> bool:
    return Origins(OURS, allowed, lambda _: None).admit(origin)


@pytest.mark.parametrize(
    "origin",
    ["http://127.0.0.1:8765", "http://localhost:5500", "http://[::1]:8765",
     "http://192.168.1.10:8765", "http://MUSEUM-PC"],
)  # fmt: skip
def test_pages_of_this_machine_are_let_in(origin: str) -> None:
    assert admitted(origin)


@pytest.mark.parametrize(
    "origin",
    ["null", "https://example.com", "http://127.0.0.1.example.com", "http://localhost.example.com",
     "http://192.168.1.11", "http://192.168.1.10@example.com", "http://[", "", "localhost"],
)  # fmt: skip
def test_pages_from_elsewhere_are_not(origin: str) -> None:
    assert not admitted(origin)


def test_those_that_are_listed_are_let_in_and_only_those() -> None:
    assert admitted("https://example.com", "https://example.com/")
    assert admitted("null", "null")
    assert not admitted("http://example.com", "https://example.com")


@given(st.text())
def test_any_origin_has_an_answer(origin: str) -> None:
    admitted(origin)


def test_each_refusal_is_told_once_in_a_line_with_what_lets_it_in() -> None:
    reports: list[str] = []
    origins = Origins(OURS, (), reports.append)
    for _ in range(3):
        origins.admit("https://example.com")
    assert reports == [
        "refused a page of https://example.com; --origin https://example.com lets it in"
    ]
    for number in range(1000):
        origins.admit(f"https://{number}.example.com\n")
    assert len(reports) < 30
    assert not any("\n" in report for report in reports)
