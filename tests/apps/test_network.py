import socket

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apps.network import is_local, local_address, split_address
from engine.poses import ConfigError, OutputError


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.10", "169.254.7.7", "::1", "fd00::1",
     "fe80::1%eth0", "::ffff:192.168.1.10"],
)  # fmt: skip
def test_this_machine_and_its_network_are_local(address: str) -> None:
    assert is_local(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "172.32.0.1", "192.169.1.1", "100.64.0.1", "0.0.0.0", "255.255.255.255", "::",
     "224.0.0.1", "2001:4860:4860::8888", "::ffff:8.8.8.8"],
)  # fmt: skip
def test_everything_else_is_not(address: str) -> None:
    assert not is_local(address)


def test_a_name_with_addresses_here_and_elsewhere_means_the_one_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [(0, 0, 0, "", (address, 1883)) for address in ("8.8.8.8", "10.0.0.5")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert local_address("broker", 1883) == "10.0.0.5"


def test_an_address_elsewhere_is_refused_in_a_line() -> None:
    with pytest.raises(OutputError, match=r"^8\.8\.8\.8 is not on the local network, and [^\n]*$"):
        local_address("8.8.8.8", 1883)


@pytest.mark.parametrize("host", ["a" * 64 + ".test", "no such host"])
def test_a_name_that_is_none_is_refused_in_a_line(host: str) -> None:
    with pytest.raises(OutputError, match="check the name"):
        local_address(host, 1883)


@given(st.from_regex(r"[a-z0-9.-]{1,20}", fullmatch=True), st.integers(1, 65535))
def test_an_address_is_a_host_and_a_port(host: str, port: int) -> None:
    assert split_address(f"{host}:{port}") == (host, port)
    assert split_address(f"[::1]:{port}") == ("::1", port)


@given(st.text(max_size=12))
def test_what_is_no_address_is_refused(text: str) -> None:
    host, _, port = text.rpartition(":")
    assume(not (host and port.isascii() and port.isdigit()))
    with pytest.raises(ConfigError, match="expected host:port"):
        split_address(text)
