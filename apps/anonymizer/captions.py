"""What the words over the picture say."""

from apps.anonymizer.scene import View
from apps.anonymizer.words import Words
from apps.display.captions import Status
from engine.poses import BackgroundState


def status_of(view: View, words: Words) -> Status | None:
    """What to tell while the scene or the people cannot be shown."""
    if view.away:
        return Status(words.away, words.away_note)
    if view.frame is None:
        return Status(words.starting, words.hidden)
    if view.silent:
        return Status(words.silent, words.silent_note)
    state = view.frame.background.state
    if view.background is not None or state is BackgroundState.OFF:
        return None
    headline, note = {
        BackgroundState.SETTLING: (words.settling, words.hidden),
        BackgroundState.WAITING: (words.waiting, words.please),
        BackgroundState.COLLECTING: (words.collecting, words.hidden),
        BackgroundState.READY: (words.collecting, words.hidden),
    }[state]
    return Status(headline, note, view.frame.background.progress)
