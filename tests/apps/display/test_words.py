import msgspec
import pytest

from apps.display.words import SHARED, language_at, shared


@pytest.mark.parametrize("language", sorted(SHARED))
def test_every_language_has_all_that_apps_share(language: str) -> None:
    assert all(shared(language).values())
    assert shared(language) == msgspec.structs.asdict(SHARED[language])


@pytest.mark.parametrize(
    ("time", "language"), [(0.0, "en"), (1.9, "en"), (2.0, "de"), (5.9, "fr"), (6.0, "en")]
)
def test_languages_take_turns(time: float, language: str) -> None:
    assert language_at(time, ("en", "de", "fr"), 2.0) == language
