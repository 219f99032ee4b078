import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.poses import WireError
from engine.poses.remote import requests
from engine.poses.remote.requests import LONGEST, RenewBackground, Request, SendBackground

any_request: st.SearchStrategy[Request] = st.one_of(
    st.builds(RenewBackground, st.text(max_size=64)),
    st.builds(SendBackground, st.text(max_size=64), st.from_regex("[0-9a-f]{16}", fullmatch=True)),
)


@given(any_request)
def test_every_request_comes_back_as_it_was_sent(request_: Request) -> None:
    assert requests.decode(requests.encode(request_)) == request_


@given(st.binary(max_size=2 * LONGEST), st.booleans())
def test_bytes_that_are_no_request_are_refused(data: bytes, begun: bool) -> None:
    with pytest.raises(WireError):
        requests.decode(b"ask/\x01" + data if begun else data)


def test_a_request_never_looks_like_a_subscription() -> None:
    assert requests.encode(RenewBackground("lobby"))[0] not in (0, 1)


def test_another_version_is_refused_by_number() -> None:
    with pytest.raises(WireError, match="a request of version 2"):
        requests.decode(b"ask/\x02" + requests.encode(RenewBackground("lobby"))[5:])


def test_what_is_too_long_is_not_decoded() -> None:
    with pytest.raises(WireError, match="no request"):
        requests.decode(requests.encode(RenewBackground("x" * LONGEST)))
