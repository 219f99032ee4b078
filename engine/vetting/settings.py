"""What vetting goes by: times in seconds, brightness in grey levels of 8 bits."""

import msgspec


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What counts as more than noise.

    Noise is measured on the blocks of the same picture, as it comes and goes with a video's key
    frames: the limit is their median and ``factor`` times the range of their middle half, but not
    below ``floor`` nor above ``ceiling``.
    """

    floor: float
    ceiling: float
    factor: float = 5.0


class VettingSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The rules by which a scene is taken as empty.

    The picture is judged in square blocks, ``blocks`` along its longer side, and in epochs: short
    runs of samples. Distances are in blocks.
    """

    blocks: int = 48
    settle_seconds: float = 1.0
    """How long exposure must hold still before anything else is looked at."""
    settle_change: float = 0.02
    """By how much, as a fraction, brightness may change meanwhile."""
    gap_seconds: float = 2.0
    """A longer pause between frames counts as a camera that went away."""

    sample_seconds: float = 0.1
    epoch_seconds: float = 0.5
    """The least time between two looks, and the length of an epoch, until there is a background."""
    idle_sample_seconds: float = 0.5
    idle_epoch_seconds: float = 2.5
    """The same afterwards, when all that can change is the light."""
    epoch_samples: int = 4
    """An epoch lasts until it has this many samples, however slow the camera is."""
    quiet_seconds: float = 1.5
    """Nobody may be near a block for so long before and after an epoch that counts."""

    restless: Limit = Limit(floor=2.5, ceiling=10.0)
    """The deviation within an epoch from which a block is restless."""
    creeping: Limit = Limit(floor=5.0, ceiling=20.0)
    """The change between epochs from which it is."""
    person_radius: int = 3
    """How far around each keypoint and each faint sign of a person blocks are spoiled."""
    margin: int = 1
    """How far around a moving region blocks are spoiled."""

    agreement: Limit = Limit(floor=6.0, ceiling=20.0)
    """The difference between epochs from which they do not agree on a block."""
    epochs: int = 3
    epochs_apart_seconds: float = 0.5
    """So many epochs must agree on a block, at least this far apart."""
    empty_share: float = 0.9
    """A background is shown at the exposure of the last epoch with this much of it quiet."""
    lasting_seconds: float = 60.0
    """How long a change to a vetted block must last, undisturbed, to be taken over."""

    look_again_seconds: float = 2.0
    """The least time between two candidates."""
    refresh_seconds: float = 10.0
    """The least time between two revisions of a background."""
    refresh_change: float = 3.0
    """The mean difference that makes a new revision worth sending."""
    refresh_detail: float = 25.0
    """The difference that does so in a single place."""

    moved_shift: float = 0.2
    """A shift of the picture by this many blocks means that the camera was moved."""
    moved_difference: float = 10.0
    moved_share: float = 0.02
    """Only if at least this share of the picture differs by this much, too."""
    moved_seconds: float = 3.0
    """And only if it lasts so long."""
