"""A web server on the loopback interface that answers, and misbehaves, as it is told."""

from __future__ import annotations

import socketserver
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import ssl
    from collections.abc import Generator, Mapping, Sequence

Script: TypeAlias = "Sequence[bytes | float]"
"""What is sent, piece by piece; a number is a pause in seconds. Then the connection is closed."""

HOST = "127.0.0.1"


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> Script:
    """Return a whole answer; a header's name is written with `_` for `-`."""
    stated = {"Content-Length": str(len(body)), "Content-Type": "application/json"}
    stated |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in stated.items() if value)]
    return ["\r\n".join([*lines, "", ""]).encode() + body]


def redirect(location: str, status: str = "302 Found") -> Script:
    return answer(status=status, Location=location)


@dataclass
class Loopback:
    """A server: what it answers by path, and the requests that it got."""

    port: int
    routes: dict[str, Script]
    requests: list[str] = field(default_factory=list[str])
    scheme: str = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{HOST}:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [request.split(" ")[1] for request in self.requests]


class _Server(socketserver.ThreadingTCPServer):
    """Its threads are joined when it is closed, so that none outlives its test."""

    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients leave early, which is what many tests are about."""


@contextmanager
def serving(
    routes: Mapping[str, Script], *, tls: ssl.SSLContext | None = None
) -> Generator[Loopback, None, None]:
    """Serve while the context lasts; an unknown path is not found."""
    stopped = Event()

    class Handler(socketserver.StreamRequestHandler):
        timeout = 5

        def handle(self) -> None:
            lines: list[bytes] = []
            while (line := self.rfile.readline()) not in {b"", b"\r\n"}:
                lines.append(line)
            if not lines:
                return
            served.requests.append(b"".join(lines).decode())
            script = served.routes.get(served.paths[-1], answer(status="404 Not Found"))
            with suppress(OSError):
                for each in script:
                    if isinstance(each, bytes):
                        self.wfile.write(each)
                    elif stopped.wait(each):
                        return

    with _Server((HOST, 0), Handler) as server:
        served = Loopback(server.server_address[1], dict(routes))
        if tls is not None:
            served.scheme = "https"
            server.socket = tls.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield served
        finally:
            stopped.set()
            server.shutdown()
            thread.join()
