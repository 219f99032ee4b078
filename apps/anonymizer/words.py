"""The words on the screen, for visitors who did not come to read about technology."""

from collections.abc import Mapping

import msgspec

from engine.poses import UnknownNameError


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All texts of one language; ``{count}`` and ``{rate}`` stand for numbers.

    An empty text in a config file means the built-in one.
    """

    privacy: str = ""
    people: str = ""
    rate: str = ""
    starting: str = ""
    settling: str = ""
    waiting: str = ""
    collecting: str = ""
    please: str = ""
    hidden: str = ""
    silent: str = ""
    silent_note: str = ""
    fullscreen: str = ""
    mirror: str = ""
    background: str = ""
    help: str = ""
    quit: str = ""


WORDS: Mapping[str, Words] = {
    "en": Words(
        privacy="You appear here only as a moving drawing. "
        "No picture of you is shown, kept or sent.",
        people="People: {count}",
        rate="{rate} frames a second",
        starting="Waiting for the camera",
        settling="The camera is getting used to the light",
        waiting="Waiting for an empty scene",
        collecting="Remembering the empty scene",
        please="Please step out of the picture for a moment.",
        hidden="Until then, nothing that the camera sees is shown.",
        silent="The camera is taking a break",
        silent_note="Nobody is shown until it is back.",
        fullscreen="Full screen",
        mirror="Mirror",
        background="New picture of the empty scene",
        help="Help",
        quit="Quit",
    ),
    "de": Words(
        privacy="Sie erscheinen hier nur als bewegte Zeichnung. "
        "Kein Bild von Ihnen wird gezeigt, aufbewahrt oder verschickt.",
        people="Personen: {count}",
        rate="{rate} Bilder pro Sekunde",
        starting="Warten auf die Kamera",
        settling="Die Kamera gewöhnt sich an das Licht",
        waiting="Warten auf einen leeren Raum",
        collecting="Der leere Raum wird eingeprägt",
        please="Bitte treten Sie kurz aus dem Bild.",
        hidden="Bis dahin wird nichts gezeigt, was die Kamera sieht.",
        silent="Die Kamera macht eine Pause",
        silent_note="Bis sie zurück ist, wird niemand gezeigt.",
        fullscreen="Ganzer Bildschirm",
        mirror="Spiegeln",
        background="Neues Bild vom leeren Raum",
        help="Hilfe",
        quit="Beenden",
    ),
    "fr": Words(
        privacy="Vous n'apparaissez ici que sous la forme d'un dessin animé. "
        "Aucune image de vous n'est montrée, conservée ni envoyée.",
        people="Personnes : {count}",
        rate="{rate} images par seconde",
        starting="En attente de la caméra",
        settling="La caméra s'habitue à la lumière",
        waiting="En attente d'une scène vide",
        collecting="Mémorisation de la scène vide",
        please="Veuillez sortir un instant du champ.",
        hidden="D'ici là, rien de ce que voit la caméra n'est montré.",
        silent="La caméra fait une pause",
        silent_note="Personne n'est montré jusqu'à son retour.",
        fullscreen="Plein écran",
        mirror="Miroir",
        background="Nouvelle image de la scène vide",
        help="Aide",
        quit="Quitter",
    ),
    "es": Words(
        privacy="Aquí usted aparece solo como un dibujo en movimiento. "
        "Ninguna imagen suya se muestra, se guarda ni se envía.",
        people="Personas: {count}",
        rate="{rate} imágenes por segundo",
        starting="Esperando a la cámara",
        settling="La cámara se está adaptando a la luz",
        waiting="Esperando a que la escena esté vacía",
        collecting="Memorizando la escena vacía",
        please="Por favor, salga un momento de la imagen.",
        hidden="Hasta entonces no se muestra nada de lo que ve la cámara.",
        silent="La cámara está en pausa",
        silent_note="No se muestra a nadie hasta que vuelva.",
        fullscreen="Pantalla completa",
        mirror="Espejo",
        background="Nueva imagen de la escena vacía",
        help="Ayuda",
        quit="Salir",
    ),
    "it": Words(
        privacy="Qui lei appare solo come un disegno in movimento. "
        "Nessuna sua immagine viene mostrata, conservata o inviata.",
        people="Persone: {count}",
        rate="{rate} immagini al secondo",
        starting="In attesa della telecamera",
        settling="La telecamera si sta abituando alla luce",
        waiting="In attesa che la scena sia vuota",
        collecting="Memorizzazione della scena vuota",
        please="Per favore, esca un momento dall'inquadratura.",
        hidden="Fino ad allora non viene mostrato nulla di ciò che la telecamera vede.",
        silent="La telecamera è in pausa",
        silent_note="Nessuno viene mostrato finché non torna.",
        fullscreen="Schermo intero",
        mirror="Specchio",
        background="Nuova immagine della scena vuota",
        help="Aiuto",
        quit="Esci",
    ),
}


def words_for(language: str, changes: Mapping[str, Words]) -> Words:
    """The words of ``language``, with those of its ``changes`` that are not empty.

    A language that only ``changes`` knows takes what it lacks from English. One that nobody knows
    raises :class:`UnknownNameError`.
    """
    if language not in WORDS and language not in changes:
        raise UnknownNameError("language", language, {*WORDS, *changes})
    own = msgspec.structs.asdict(changes.get(language, Words()))
    changed = {name: text for name, text in own.items() if text}
    return msgspec.structs.replace(WORDS.get(language, WORDS["en"]), **changed)
