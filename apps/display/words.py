"""The words that apps share, and how single ones are changed."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from engine.poses import UnknownNameError


class SharedWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every app has to say, in one language."""

    privacy: str = ""
    starting: str = ""
    hidden: str = ""
    silent: str = ""
    silent_note: str = ""
    away: str = ""
    away_note: str = ""
    fullscreen: str = ""
    mirror: str = ""
    background: str = ""
    help: str = ""
    quit: str = ""


SHARED: Mapping[str, SharedWords] = {
    "en": SharedWords(
        privacy="You appear here only as a moving drawing. "
        "No picture of you is shown, kept or sent.",
        starting="Waiting for the camera",
        hidden="Until then, nothing that the camera sees is shown.",
        silent="The camera is taking a break",
        silent_note="Nobody is shown until it is back.",
        away="We will be right back",
        away_note="Until then, nobody is shown.",
        fullscreen="Full screen",
        mirror="Mirror",
        background="New picture of the empty scene",
        help="Help",
        quit="Quit",
    ),
    "de": SharedWords(
        privacy="Sie erscheinen hier nur als bewegte Zeichnung. "
        "Kein Bild von Ihnen wird gezeigt, aufbewahrt oder verschickt.",
        starting="Warten auf die Kamera",
        hidden="Bis dahin wird nichts gezeigt, was die Kamera sieht.",
        silent="Die Kamera macht eine Pause",
        silent_note="Bis sie zurück ist, wird niemand gezeigt.",
        away="Gleich geht es weiter",
        away_note="Bis dahin wird niemand gezeigt.",
        fullscreen="Ganzer Bildschirm",
        mirror="Spiegeln",
        background="Neues Bild vom leeren Raum",
        help="Hilfe",
        quit="Beenden",
    ),
    "fr": SharedWords(
        privacy="Vous n'apparaissez ici que sous la forme d'un dessin animé. "
        "Aucune image de vous n'est montrée, conservée ni envoyée.",
        starting="En attente de la caméra",
        hidden="D'ici là, rien de ce que voit la caméra n'est montré.",
        silent="La caméra fait une pause",
        silent_note="Personne n'est montré jusqu'à son retour.",
        away="Nous revenons tout de suite",
        away_note="D'ici là, personne n'est montré.",
        fullscreen="Plein écran",
        mirror="Miroir",
        background="Nouvelle image de la scène vide",
        help="Aide",
        quit="Quitter",
    ),
    "es": SharedWords(
        privacy="Aquí usted aparece solo como un dibujo en movimiento. "
        "Ninguna imagen suya se muestra, se guarda ni se envía.",
        starting="Esperando a la cámara",
        hidden="Hasta entonces no se muestra nada de lo que ve la cámara.",
        silent="La cámara está en pausa",
        silent_note="No se muestra a nadie hasta que vuelva.",
        away="Volvemos enseguida",
        away_note="Hasta entonces no se muestra a nadie.",
        fullscreen="Pantalla completa",
        mirror="Espejo",
        background="Nueva imagen de la escena vacía",
        help="Ayuda",
        quit="Salir",
    ),
    "it": SharedWords(
        privacy="Qui lei appare solo come un disegno in movimento. "
        "Nessuna sua immagine viene mostrata, conservata o inviata.",
        starting="In attesa della telecamera",
        hidden="Fino ad allora non viene mostrato nulla di ciò che la telecamera vede.",
        silent="La telecamera è in pausa",
        silent_note="Nessuno viene mostrato finché non torna.",
        away="Torniamo subito",
        away_note="Fino ad allora non viene mostrato nessuno.",
        fullscreen="Schermo intero",
        mirror="Specchio",
        background="Nuova immagine della scena vuota",
        help="Aiuto",
        quit="Esci",
    ),
}

AppWords = TypeVar("AppWords", bound=SharedWords)


def shared(language: str) -> dict[str, str]:
    """The texts that apps share, to make an app's own words of them."""
    return msgspec.structs.asdict(SHARED[language])


def changed_words(
    language: str, built_in: Mapping[str, AppWords], changes: Mapping[str, AppWords]
) -> AppWords:
    """The ``built_in`` words of ``language``, with those of its ``changes`` that are not empty.

    A language that only ``changes`` knows takes what it lacks from English. One that nobody knows
    raises :class:`UnknownNameError`.
    """
    if language not in built_in and language not in changes:
        raise UnknownNameError("language", language, {*built_in, *changes})
    own = msgspec.structs.asdict(changes[language]) if language in changes else {}
    changed = {name: text for name, text in own.items() if text}
    return msgspec.structs.replace(built_in.get(language, built_in["en"]), **changed)


def language_at(time: float, languages: Sequence[str], seconds: float) -> str:
    """Which of ``languages`` it is ``time`` seconds after the start, each staying ``seconds``."""
    return languages[int(time // seconds) % len(languages)]
