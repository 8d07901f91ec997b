"""Requests to what stands in front of an installation, over TLS and from any address of loopback's."""

from __future__ import annotations

import asyncio

from .nginx import Nginx


async def connect(nginx: Nginx, address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection with TLS from an address of loopback's."""
    return await asyncio.open_connection(
        "127.0.0.1", nginx.port, ssl=nginx.trusted, server_hostname="localhost", local_addr=(address, 0)
    )


async def exchange(nginx: Nginx, sent: bytes, *, address: str = "127.0.0.1", seconds: float = 240) -> tuple[int, bytes]:
    """Send a request from an address of loopback's; the status and all that came back."""
    async with asyncio.timeout(seconds):
        reader, writer = await connect(nginx, address)
        try:
            writer.write(sent)
            answer = await reader.read()
        finally:
            writer.transport.abort()
    return int(answer.split(b" ", 2)[1]), answer


def get(address: str) -> bytes:
    """A page as a request of its own connection."""
    return f"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
