"""From poses to music: pure, without sound, clock or file."""

from apps.synthesizer.mapping.mapping import Mapping

__all__ = ["Mapping"]
