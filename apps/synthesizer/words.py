"""The words on the screen, for visitors who did not come to read about technology."""

from collections.abc import Mapping

from apps.display.words import SharedWords, changed_words, shared


class Words(SharedWords, frozen=True, forbid_unknown_fields=True):
    """All texts of one language; an empty text in a config file means the built-in one.

    ``notes`` are the names of C, D, E, F, G, A and B, with spaces between them; ``{names}`` stands
    for what has been lost.
    """

    invitation: str = ""
    right_note: str = ""
    left_note: str = ""
    right_volume: str = ""
    left_volume: str = ""
    reach_volume: str = ""
    strike: str = ""
    move: str = ""
    rest: str = ""
    waiting: str = ""
    drums: str = ""
    lost: str = ""
    scale: str = ""
    key: str = ""
    instruments: str = ""
    notes: str = ""
    major_pentatonic: str = ""
    minor_pentatonic: str = ""
    major: str = ""
    minor: str = ""
    harmonic_minor: str = ""
    dorian: str = ""
    phrygian: str = ""
    lydian: str = ""
    mixolydian: str = ""
    blues: str = ""
    whole_tone: str = ""
    chromatic: str = ""
    own_scale: str = ""


WORDS: Mapping[str, Words] = {
    "en": Words(
        **shared("en"),
        invitation="Come in and play",
        right_note="Right hand: the note",
        left_note="Left hand: the note",
        right_volume="Right hand: the volume",
        left_volume="Left hand: the volume",
        reach_volume="Reach out: louder",
        strike="Strike the drums in the air",
        move="Move and listen",
        rest="Hands down: silence",
        waiting="waiting",
        drums="Drums",
        lost="Not there: {names}",
        scale="Another scale",
        key="Another key",
        instruments="Other instruments",
        notes="C D E F G A B",
        major_pentatonic="major pentatonic",
        minor_pentatonic="minor pentatonic",
        major="major",
        minor="minor",
        harmonic_minor="harmonic minor",
        dorian="Dorian",
        phrygian="Phrygian",
        lydian="Lydian",
        mixolydian="Mixolydian",
        blues="blues",
        whole_tone="whole tones",
        chromatic="all notes",
        own_scale="a scale of its own",
    ),
    "de": Words(
        **shared("de"),
        invitation="Kommen Sie und spielen Sie",
        right_note="Rechte Hand: der Ton",
        left_note="Linke Hand: der Ton",
        right_volume="Rechte Hand: die Lautstärke",
        left_volume="Linke Hand: die Lautstärke",
        reach_volume="Arm ausstrecken: lauter",
        strike="Schlagen Sie die Trommeln in der Luft",
        move="Bewegen Sie sich und lauschen Sie",
        rest="Hände unten: Stille",
        waiting="wartet",
        drums="Schlagzeug",
        lost="Fehlt: {names}",
        scale="Andere Tonleiter",
        key="Anderer Grundton",
        instruments="Andere Instrumente",
        notes="C D E F G A H",
        major_pentatonic="Dur-Pentatonik",
        minor_pentatonic="Moll-Pentatonik",
        major="Dur",
        minor="Moll",
        harmonic_minor="harmonisches Moll",
        dorian="dorisch",
        phrygian="phrygisch",
        lydian="lydisch",
        mixolydian="mixolydisch",
        blues="Blues",
        whole_tone="Ganztöne",
        chromatic="alle Töne",
        own_scale="eigene Tonleiter",
    ),
    "fr": Words(
        **shared("fr"),
        invitation="Entrez et jouez",
        right_note="Main droite : la note",
        left_note="Main gauche : la note",
        right_volume="Main droite : le volume",
        left_volume="Main gauche : le volume",
        reach_volume="Bras tendu : plus fort",
        strike="Frappez les tambours dans l'air",
        move="Bougez et écoutez",
        rest="Mains baissées : silence",
        waiting="en attente",
        drums="Batterie",
        lost="Absent : {names}",
        scale="Autre gamme",
        key="Autre tonalité",
        instruments="Autres instruments",
        notes="Do Ré Mi Fa Sol La Si",
        major_pentatonic="pentatonique majeure",
        minor_pentatonic="pentatonique mineure",
        major="majeur",
        minor="mineur",
        harmonic_minor="mineur harmonique",
        dorian="dorien",
        phrygian="phrygien",
        lydian="lydien",
        mixolydian="mixolydien",
        blues="blues",
        whole_tone="par tons",
        chromatic="toutes les notes",
        own_scale="gamme personnelle",
    ),
    "es": Words(
        **shared("es"),
        invitation="Entre y toque",
        right_note="Mano derecha: la nota",
        left_note="Mano izquierda: la nota",
        right_volume="Mano derecha: el volumen",
        left_volume="Mano izquierda: el volumen",
        reach_volume="Brazo extendido: más fuerte",
        strike="Golpee los tambores en el aire",
        move="Muévase y escuche",
        rest="Manos abajo: silencio",
        waiting="en espera",
        drums="Batería",
        lost="Falta: {names}",
        scale="Otra escala",
        key="Otra tonalidad",
        instruments="Otros instrumentos",
        notes="Do Re Mi Fa Sol La Si",
        major_pentatonic="pentatónica mayor",
        minor_pentatonic="pentatónica menor",
        major="mayor",
        minor="menor",
        harmonic_minor="menor armónica",
        dorian="dórica",
        phrygian="frigia",
        lydian="lidia",
        mixolydian="mixolidia",
        blues="blues",
        whole_tone="tonos enteros",
        chromatic="todas las notas",
        own_scale="escala propia",
    ),
    "it": Words(
        **shared("it"),
        invitation="Entri e suoni",
        right_note="Mano destra: la nota",
        left_note="Mano sinistra: la nota",
        right_volume="Mano destra: il volume",
        left_volume="Mano sinistra: il volume",
        reach_volume="Braccio teso: più forte",
        strike="Colpisca i tamburi nell'aria",
        move="Si muova e ascolti",
        rest="Mani abbassate: silenzio",
        waiting="in attesa",
        drums="Batteria",
        lost="Manca: {names}",
        scale="Un'altra scala",
        key="Un'altra tonalità",
        instruments="Altri strumenti",
        notes="Do Re Mi Fa Sol La Si",
        major_pentatonic="pentatonica maggiore",
        minor_pentatonic="pentatonica minore",
        major="maggiore",
        minor="minore",
        harmonic_minor="minore armonica",
        dorian="dorica",
        phrygian="frigia",
        lydian="lidia",
        mixolydian="misolidia",
        blues="blues",
        whole_tone="toni interi",
        chromatic="tutte le note",
        own_scale="scala propria",
    ),
}


def words_for(language: str, changes: Mapping[str, Words]) -> Words:
    """The words of ``language``, as :func:`changed_words` has them."""
    return changed_words(language, WORDS, changes)
