"""An SMTP server that takes every mail after so many seconds and keeps none.

`python -m benchmarks.mail_server PORT 0.1`
"""

import asyncio
import sys

ANSWERS = {b"EHLO": b"250 bench", b"HELO": b"250 bench", b"DATA": b"354 go on", b"QUIT": b"221 bye"}


async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """One connection, from greeting to QUIT."""
    writer.write(b"220 bench\r\n")
    try:
        while line := await reader.readline():
            verb = line[:4].upper()
            writer.write(ANSWERS.get(verb, b"250 OK") + b"\r\n")
            if verb == b"DATA":
                await reader.readuntil(b"\r\n.\r\n")
                await asyncio.sleep(seconds)
                writer.write(b"250 taken\r\n")
            elif verb == b"QUIT":
                break
    except (OSError, asyncio.IncompleteReadError):
        pass
    writer.close()


async def serve(port: int, seconds: float) -> None:
    """Serve until killed."""
    server = await asyncio.start_server(
        lambda reader, writer: talk(reader, writer, seconds), "127.0.0.1", port, limit=2**20
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
