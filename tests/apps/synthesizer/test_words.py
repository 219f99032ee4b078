import msgspec
import pytest

from apps.anonymizer.words import WORDS as ANONYMIZER_WORDS
from apps.synthesizer.words import WORDS, Words, words_for
from engine.poses import UnknownNameError


@pytest.mark.parametrize("language", sorted(WORDS))
def test_each_language_has_every_text_and_a_name_for_every_note(language: str) -> None:
    texts = msgspec.structs.asdict(WORDS[language])
    assert all(texts.values())
    assert "{names}" in texts["lost"]
    assert len(texts["notes"].split()) == 7


@pytest.mark.parametrize("language", sorted(WORDS))
def test_the_promise_of_privacy_is_the_same_in_every_app(language: str) -> None:
    assert WORDS[language].privacy == ANONYMIZER_WORDS[language].privacy


def test_single_texts_can_be_changed_and_languages_added() -> None:
    assert words_for("de", {"de": Words(waiting="Moment")}).waiting == "Moment"
    dutch = words_for("nl", {"nl": Words(waiting="even wachten")})
    assert (dutch.waiting, dutch.quit) == ("even wachten", WORDS["en"].quit)


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="no language is called 'dee'; known: de, "):
        words_for("dee", {})
