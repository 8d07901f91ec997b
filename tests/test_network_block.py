"""The block of `conftest.py` holds: a test that would reach the network fails."""

import socket

import pytest

from .conftest import NetworkUsed, is_local


def test_looking_up_a_name_fails():
    with pytest.raises(NetworkUsed):
        socket.getaddrinfo("example.org", 80)


def test_connecting_to_an_address_fails():
    with socket.socket() as outside, pytest.raises(NetworkUsed):
        outside.connect(("192.0.2.1", 80))


def test_connecting_to_this_machine_works():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


@pytest.mark.parametrize(("host", "local"), [("::1", True), (b"localhost", True), ("10.0.0.1", False), ("a.b", False)])
def test_is_local(host, local):
    assert is_local(host) is local
