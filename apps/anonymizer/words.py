"""The words on the screen, for visitors who did not come to read about technology."""

from collections.abc import Mapping

from apps.display.words import SharedWords, changed_words, shared


class Words(SharedWords, frozen=True, forbid_unknown_fields=True):
    """All texts of one language; ``{count}`` and ``{rate}`` stand for numbers.

    An empty text in a config file means the built-in one.
    """

    people: str = ""
    rate: str = ""
    settling: str = ""
    waiting: str = ""
    collecting: str = ""
    please: str = ""


WORDS: Mapping[str, Words] = {
    "en": Words(
        **shared("en"),
        people="People: {count}",
        rate="{rate} frames a second",
        settling="The camera is getting used to the light",
        waiting="Waiting for an empty scene",
        collecting="Remembering the empty scene",
        please="Please step out of the picture for a moment.",
    ),
    "de": Words(
        **shared("de"),
        people="Personen: {count}",
        rate="{rate} Bilder pro Sekunde",
        settling="Die Kamera gewöhnt sich an das Licht",
        waiting="Warten auf einen leeren Raum",
        collecting="Der leere Raum wird eingeprägt",
        please="Bitte treten Sie kurz aus dem Bild.",
    ),
    "fr": Words(
        **shared("fr"),
        people="Personnes : {count}",
        rate="{rate} images par seconde",
        settling="La caméra s'habitue à la lumière",
        waiting="En attente d'une scène vide",
        collecting="Mémorisation de la scène vide",
        please="Veuillez sortir un instant du champ.",
    ),
    "es": Words(
        **shared("es"),
        people="Personas: {count}",
        rate="{rate} imágenes por segundo",
        settling="La cámara se está adaptando a la luz",
        waiting="Esperando a que la escena esté vacía",
        collecting="Memorizando la escena vacía",
        please="Por favor, salga un momento de la imagen.",
    ),
    "it": Words(
        **shared("it"),
        people="Persone: {count}",
        rate="{rate} immagini al secondo",
        settling="La telecamera si sta abituando alla luce",
        waiting="In attesa che la scena sia vuota",
        collecting="Memorizzazione della scena vuota",
        please="Per favore, esca un momento dall'inquadratura.",
    ),
}


def words_for(language: str, changes: Mapping[str, Words]) -> Words:
    """The words of ``language``, as :func:`changed_words` has them."""
    return changed_words(language, WORDS, changes)
