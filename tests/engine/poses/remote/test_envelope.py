import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.poses import WireError
from engine.poses.remote.envelope import LONGEST, VERSION, Envelope, Kind, seal, topic, unseal

names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}", fullmatch=True)
numbers = st.integers(0, 2**64 - 1)
envelopes = st.builds(
    Envelope, st.sampled_from(Kind), names, numbers, numbers, st.booleans(), st.binary(max_size=99)
)


@given(envelopes)
def test_every_envelope_comes_back_as_it_was_sent(envelope: Envelope) -> None:
    assert unseal(seal(envelope)) == envelope


@given(envelopes)
def test_who_subscribed_to_a_camera_finds_its_envelopes_and_no_others(envelope: Envelope) -> None:
    data = seal(envelope)
    assert data.startswith(topic(envelope.kind, envelope.name))
    assert data.startswith(topic(envelope.kind))
    assert not data.startswith(topic(envelope.kind, envelope.name + "2"))
    if len(envelope.name) > 1:
        assert not data.startswith(topic(envelope.kind, envelope.name[:-1]))


@given(st.binary(max_size=200))
def test_bytes_that_are_no_envelope_are_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        unseal(data)


@given(envelopes, st.data())
def test_a_damaged_envelope_is_refused_or_still_a_sound_one(
    envelope: Envelope, data: st.DataObject
) -> None:
    damaged = bytearray(seal(envelope))
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=4)):
        damaged[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(WireError):
        assert seal(unseal(bytes(damaged))) == bytes(damaged)


def test_another_version_is_refused_by_number() -> None:
    data = bytearray(seal(Envelope(Kind.POSES, "lobby", 1, 2, False, b"")))
    data[len(topic(Kind.POSES, "lobby"))] = VERSION + 1
    with pytest.raises(WireError, match="an envelope of version 2; this program understands 1"):
        unseal(bytes(data))


def test_more_bytes_than_there_can_be_are_refused() -> None:
    message = bytes(LONGEST[Kind.HEALTH] + 1)
    with pytest.raises(WireError, match="65537 bytes of health: more than there can be"):
        unseal(seal(Envelope(Kind.HEALTH, "lobby", 1, 2, False, message)))
