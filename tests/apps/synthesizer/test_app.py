import wave
from collections.abc import Sequence
from pathlib import Path

import mido
import msgspec
import pygame
import pytest

from apps.synthesizer.app import has_an_audience, run
from apps.synthesizer.settings import (
    MidiSettings,
    OscSettings,
    SoundSettings,
    SynthesizerSettings,
)
from engine.poses import (
    CameraError,
    ConfigError,
    FetchError,
    OutputError,
    PoseStream,
    UsageError,
    wire,
)
from tests.apps.people import SIZE, Message, frame, room, stream
from tests.apps.synthesizer.players import player

SETTINGS = SynthesizerSettings()
SILENT = SynthesizerSettings(sound=SoundSettings(on=False))

pytestmark = pytest.mark.usefixtures("no_screen")


def no_soundfont() -> Path:
    raise FetchError("no SoundFont can be fetched")


def scales(seconds: float = 4.0) -> list[Message]:
    """Two who let their hands go up and down, each on their own, over an empty room."""
    rate = 25.0
    return [
        room(),
        *(
            frame(
                player(1, 0.3, height=0.3 + 1.4 * (n % 40) / 40),
                player(2, 0.7, height=0.3 + 1.4 * (n % 25) / 25, level=(n % 50) / 30),
                number=n,
                rate=rate,
            )
            for n in range(round(seconds * rate))
        ),
    ]


def notes(path: Path) -> list[int]:
    """The pitches that the MIDI file at ``path`` begins."""
    messages = mido.MidiFile(path)
    return [message.note for message in messages if message.type == "note_on" and message.velocity]


def play(
    messages: Sequence[Message],
    settings: SynthesizerSettings = SETTINGS,
    *,
    soundfont: Path | None = None,
    **options: object,
) -> None:
    run(
        stream(messages),
        settings,
        soundfont=no_soundfont if soundfont is None else lambda: soundfont,
        **options,  # type: ignore[arg-type]
    )


def test_a_midi_file_has_the_notes_that_hands_reach(tmp_path: Path) -> None:
    play(scales(), SILENT, midi=tmp_path / "a.mid", headless=True)
    begun = notes(tmp_path / "a.mid")
    assert len(begun) > 30
    assert {pitch % 12 for pitch in begun} == {0, 2, 4, 7, 9}


def test_a_wav_file_has_sound_as_long_as_the_performance(tmp_path: Path, soundfont: Path) -> None:
    play(scales(), soundfont=soundfont, wav=tmp_path / "a.wav")
    with wave.open(str(tmp_path / "a.wav")) as file:
        seconds = file.getnframes() / file.getframerate()
        samples = memoryview(file.readframes(file.getnframes())).cast("h")
    assert 4.0 < seconds < 6.5
    assert max(samples) > 1000


def test_pictures_show_what_is_played(tmp_path: Path) -> None:
    play(scales(1.0), pictures=[tmp_path / "a.png", tmp_path / "a.mp4"])
    assert pygame.image.load(tmp_path / "a.png").get_size() == SIZE
    assert (tmp_path / "a.mp4").stat().st_size > 1000


def test_the_same_messages_give_the_same_bytes(tmp_path: Path, soundfont: Path) -> None:
    files = []
    for name in ("one", "two"):
        paths = [tmp_path / f"{name}{suffix}" for suffix in (".mid", ".wav", ".png", ".mp4")]
        play(scales(), soundfont=soundfont, midi=paths[0], wav=paths[1], pictures=paths[2:])
        files.append([path.read_bytes() for path in paths])
    assert files[0] == files[1]


def test_files_are_whole_though_the_stream_breaks_off(tmp_path: Path, soundfont: Path) -> None:
    poses = PoseStream(lossless=True, capacity=200)
    for message in scales():
        poses.deliver(wire.encode(message))
    poses.finish(CameraError("the camera is gone"))
    midi, wav, png = (tmp_path / name for name in ("a.mid", "a.wav", "a.png"))
    with pytest.raises(CameraError, match="gone"):
        run(poses, SETTINGS, soundfont=lambda: soundfont, midi=midi, wav=wav, pictures=[png])
    assert len(notes(midi)) > 30
    with wave.open(str(wav)) as file:
        assert file.getnframes() > 4 * file.getframerate()
    assert {path.name for path in tmp_path.iterdir()} == {"a.mid", "a.wav", "a.png"}


def test_files_are_made_without_what_is_for_live_music(tmp_path: Path) -> None:
    settings = msgspec.structs.replace(
        SETTINGS, midi=MidiSettings("no such port"), osc=OscSettings("nowhere.invalid:1")
    )
    play(scales(), settings, midi=tmp_path / "a.mid", pictures=[tmp_path / "a.png"])
    assert (tmp_path / "a.mid").exists()


def test_without_a_soundfont_the_rest_goes_on(tmp_path: Path) -> None:
    reports: list[str] = []
    play(scales(), midi=tmp_path / "a.mid", headless=True, report=reports.append)
    assert reports == ["no SoundFont can be fetched; going on without it"]
    assert len(notes(tmp_path / "a.mid")) > 30


def test_without_a_soundfont_nothing_goes_on_where_the_config_says_so(tmp_path: Path) -> None:
    settings = msgspec.structs.replace(SETTINGS, carry_on=False)
    with pytest.raises(FetchError, match="no SoundFont"):
        play(scales(), settings, midi=tmp_path / "a.mid", headless=True)


def test_nothing_to_hear_and_nothing_to_see_is_an_error() -> None:
    with pytest.raises(FetchError, match="no SoundFont"):
        play(scales(), headless=True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"wav": Path("a.mp3")}, "a WAV file is called NAME.wav"),
        ({"pictures": [Path("a.gif")]}, "NAME.mp4 or NAME.png"),
    ],
)
def test_files_of_other_kinds_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        play(scales(), **options)  # type: ignore[arg-type]


def test_without_a_display_a_window_is_refused() -> None:
    with pytest.raises(OutputError, match="there is no display"):
        play(scales(), SILENT)


def test_a_config_that_becomes_wrong_is_reported_and_the_music_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.poses.live_settings._LOOK_SECONDS", 0.0)
    reports: list[str] = []
    answers = iter([ConfigError("mine.toml: key `key`: no"), None])

    def changed() -> SynthesizerSettings | None:
        answer = next(answers, None)
        if isinstance(answer, Exception):
            raise answer
        return answer

    play(
        scales(),
        SILENT,
        midi=tmp_path / "a.mid",
        headless=True,
        changed=changed,
        report=reports.append,
    )
    assert reports == ["mine.toml: key `key`: no; going on as before"]
    assert {pitch % 12 for pitch in notes(tmp_path / "a.mid")} == {0, 2, 4, 7, 9}


def test_a_config_that_changes_is_taken_over_between_two_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.poses.live_settings._LOOK_SECONDS", 0.0)
    answers = iter([None] * 50 + [msgspec.structs.replace(SILENT, scale=(1, 3))])
    play(
        scales(),
        SILENT,
        midi=tmp_path / "a.mid",
        headless=True,
        changed=lambda: next(answers, None),
        report=lambda _: None,
    )
    begun = [pitch % 12 for pitch in notes(tmp_path / "a.mid")]
    assert begun[0] == 0
    assert begun[-1] in (1, 3)
    changed = next(number for number, pitch in enumerate(begun) if pitch in (1, 3))
    assert set(begun[changed:]) == {1, 3}


@pytest.mark.parametrize(
    ("settings", "options", "expected"),
    [
        (SETTINGS, {}, True),
        (SILENT, {}, True),
        (SETTINGS, {"headless": True}, True),
        (SILENT, {"headless": True}, False),
        (SETTINGS, {"wav": Path("a.wav")}, False),
        (SETTINGS, {"pictures": [Path("a.png")]}, False),
        (msgspec.structs.replace(SILENT, osc=OscSettings("a:1")), {"headless": True}, True),
    ],
)
def test_music_keeps_pace_for_those_who_hear_or_see_it(
    settings: SynthesizerSettings, options: dict[str, object], expected: bool
) -> None:
    given = {"wav": None, "pictures": (), "headless": False} | options
    assert has_an_audience(settings, **given) == expected  # type: ignore[arg-type]
