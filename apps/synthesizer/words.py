"""The words on the screen, for visitors who did not come to read about technology."""

import msgspec


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All texts of one language; an empty text in a config file means the built-in one."""
