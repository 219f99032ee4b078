import msgspec

from apps.synthesizer.choices import ENSEMBLES, next_instruments, next_key, next_scale
from apps.synthesizer.instruments import program_number
from apps.synthesizer.scales import SCALES
from apps.synthesizer.settings import PlayerSettings, SynthesizerSettings

SETTINGS = SynthesizerSettings()


def names(settings: SynthesizerSettings) -> tuple[str | int, ...]:
    return tuple(player.instrument for player in settings.players)


def test_scales_come_round_after_all_of_them() -> None:
    seen, settings = [], SETTINGS
    for _ in SCALES:
        settings = next_scale(settings)
        seen.append(settings.scale)
    assert set(seen) == set(SCALES)
    assert settings.scale == SETTINGS.scale


def test_after_a_list_of_degrees_comes_a_named_scale() -> None:
    own = msgspec.structs.replace(SETTINGS, scale=(0, 1, 2))
    assert next_scale(own).scale in SCALES


def test_keys_go_up_by_fifths_through_all_twelve() -> None:
    seen, settings = [], SETTINGS
    for _ in range(12):
        settings = next_key(settings)
        seen.append(settings.key)
    assert seen[0] == "G"
    assert len(set(seen)) == 12
    assert settings == SETTINGS


def test_instruments_come_round_and_are_all_known() -> None:
    settings = SETTINGS
    seen = []
    for _ in ENSEMBLES:
        settings = next_instruments(settings)
        seen.append(names(settings))
    assert set(seen) == set(ENSEMBLES)
    assert all(program_number(name) in range(128) for trio in ENSEMBLES for name in trio)


def test_a_drummer_stays_one_while_the_others_change() -> None:
    players = (PlayerSettings("Flute"), PlayerSettings(drums=True))
    settings = msgspec.structs.replace(SETTINGS, players=players)
    assert next_instruments(settings).players[1] == players[1]
    assert next_instruments(settings).players[0] != players[0]


def test_an_ensemble_that_is_spelled_otherwise_is_known_again() -> None:
    spelled = tuple(PlayerSettings(name.lower()) for name in ENSEMBLES[1])
    settings = msgspec.structs.replace(SETTINGS, players=spelled)
    assert names(next_instruments(settings)) == ENSEMBLES[2]
