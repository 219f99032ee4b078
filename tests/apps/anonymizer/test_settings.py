import tomllib
from pathlib import Path

import msgspec
import pytest

from apps.anonymizer.settings import AnonymizerSettings
from apps.anonymizer.words import WORDS, Words, words_for
from apps.commands.anonymizer import AnonymizerConfig
from engine.poses import ConfigError, UnknownNameError, read_config
from engine.settings import AppEngineSettings

SHIPPED = Path(__file__).parents[3] / "config" / "anonymizer.toml"


def test_the_shipped_file_states_the_defaults() -> None:
    assert read_config(SHIPPED, AnonymizerSettings) == AnonymizerSettings()
    keys = {field.name for field in msgspec.structs.fields(AnonymizerSettings)}
    assert set(tomllib.loads(SHIPPED.read_text())) == keys - {"words"}


def test_the_shipped_file_names_every_text_and_its_examples_are_right(tmp_path: Path) -> None:
    comment = SHIPPED.read_text().partition("# All keys:")[2]
    for field in msgspec.structs.fields(Words):
        assert field.name in comment
    examples = [
        line.removeprefix("# ") for line in comment.splitlines() if "[" in line or "=" in line
    ]
    (tmp_path / "a.toml").write_text("\n".join(examples))
    settings = read_config(tmp_path / "a.toml", AnonymizerConfig)
    assert set(settings.words) == {"en", "nl"}
    libraries = {name: f"/opt/coral/{name}.so" for name in ("libedgetpu", "posenet_decoder")}
    libraries["libedgetpu"] += ".1"
    changed = {"resolution": (1280, 720), "seconds": 60.0, "speed": 1.0, "threads": 2} | libraries
    assert settings.engine == msgspec.structs.replace(AppEngineSettings(), **changed)
    assert set(changed) | set(comment.split()) >= {
        field.name for field in msgspec.structs.fields(AppEngineSettings)
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("miror = true", "unknown key `miror`"),
        ("mirror = 1", "key `mirror`: expected "),
        ("languages = []", "key `languages`: expected "),
        ("colours = ['orange']", r"key `colours\[0\]`: expected "),
        ("text_size = 0.0", "key `text_size`: expected "),
        ("window = [0, 720]", r"key `window\[0\]`: expected "),
        ("[words.de]\nprivacy = 3", r"key `words\[\.\.\.\]\.privacy`: expected "),
        ("[words.de]\nprivate = ''", r"unknown key `words\[\.\.\.\]\.private`"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=rf"mine\.toml: {message}"):
        read_config(path, AnonymizerSettings)


@pytest.mark.parametrize("language", sorted(WORDS))
def test_each_language_has_every_text_with_its_numbers(language: str) -> None:
    texts = msgspec.structs.asdict(WORDS[language])
    assert all(texts.values())
    assert "{count}" in texts["people"]
    assert "{rate}" in texts["rate"]


def test_single_texts_can_be_changed() -> None:
    words = words_for("de", {"de": Words(people="Gäste: {count}")})
    assert words.people == "Gäste: {count}"
    assert words.waiting == WORDS["de"].waiting


def test_a_language_can_be_added_and_takes_the_rest_from_english() -> None:
    words = words_for("nl", {"nl": Words(quit="Stoppen")})
    assert words.quit == "Stoppen"
    assert words.waiting == WORDS["en"].waiting


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="no language is called 'dee'; known: de, "):
        words_for("dee", {})
