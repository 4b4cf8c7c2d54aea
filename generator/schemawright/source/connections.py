"""One request over HTTP, to an address that was checked, within limits.

Imported only when a document is fetched: urllib3 takes long to import.
"""

from __future__ import annotations

import socket
import ssl
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException, IncompleteRead
from threading import Thread, Timer
from typing import TYPE_CHECKING, TypeAlias

from urllib3.connection import HTTPConnection
from urllib3.exceptions import DecodeError, HTTPError

from schemawright.source.addresses import is_public
from schemawright.source.refusal import Unreachable
from schemawright.version import __version__

if TYPE_CHECKING:
    from collections.abc import Generator

    from urllib3.response import HTTPResponse

    from schemawright.source.limits import Deadline, Limits
    from schemawright.source.web_urls import WebUrl

_Found: TypeAlias = tuple[socket.AddressFamily, str, int]
"""A family of addresses, one of them, and the port."""

_ENCODINGS = ("", "identity", "gzip", "x-gzip", "deflate")
"""What zlib decompresses bit by bit; others may turn one byte into millions at once."""

_PIECE = 64 * 1024

_HEADERS = {
    "User-Agent": f"schemawright/{__version__}",
    "Accept": "application/schema+json, application/json, application/yaml, */*;q=0.1",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered; the content is read only where the status is 200."""

    status: int
    location: str
    content_type: str
    content: bytes


def get(url: WebUrl, limits: Limits, deadline: Deadline, *, private_allowed: bool) -> Answer:
    """Return the answer to a request, without following redirects.

    Nothing but the URL decides what is sent: no proxy, cookie or password of this machine.

    Raises:
        Unreachable: there is none, or it goes beyond the limits.
    """
    found = _looked_up(url, limits, deadline)
    if not private_allowed:
        _refuse_private(url, found)
    with (
        _in_words(deadline),
        _closed_at_the_end(_connected(found, limits, deadline)) as connected,
        _closed_at_the_end(_secured(connected, url)) as sock,
        _interrupted(sock, deadline),
        closing(HTTPConnection(url.host, url.port, timeout=deadline.left())) as connection,
    ):
        connection.sock = sock
        connection.request(
            "GET",
            url.target,
            headers={"Host": url.authority, **_HEADERS},
            preload_content=False,
        )
        with closing(connection.getresponse()) as response:
            return Answer(
                status=response.status,
                location=response.headers.get("Location", ""),
                content_type=response.headers.get("Content-Type", ""),
                content=_content(response, limits, deadline),
            )


def _looked_up(url: WebUrl, limits: Limits, deadline: Deadline) -> list[_Found]:
    """Return the addresses of a host; in a thread, as no look-up can be told when to give up."""
    found: list[_Found] = []
    faults: list[Exception] = []

    def look_up() -> None:
        try:
            for family, _, _, _, place in socket.getaddrinfo(
                url.host, url.port, type=socket.SOCK_STREAM
            ):
                found.append((family, str(place[0]), url.port))
        except (OSError, UnicodeError) as error:
            faults.append(error)

    thread = Thread(target=look_up, daemon=True)
    thread.start()
    seconds = min(limits.connecting, deadline.left())
    thread.join(seconds)
    if thread.is_alive():
        deadline.left()
        raise Unreachable(f"its host was not found within {seconds:.3g} seconds")
    if faults or not found:
        raise Unreachable("its host is not known", "check the URL, and the connection")
    return list(dict.fromkeys(found))


def _refuse_private(url: WebUrl, found: list[_Found]) -> None:
    for _, address, _ in found:
        if not is_public(address):
            raise Unreachable(
                f"its host is at {address}, which is not a public address",
                f"if it is meant, allow it by name: {url.allowance}",
            )


def _connected(found: list[_Found], limits: Limits, deadline: Deadline) -> socket.socket:
    """Return a connection to the first address that takes one; the name is not looked up again."""
    fault = OSError()
    for each in found:
        try:
            return _reached(each, min(limits.connecting, deadline.left()))
        except OSError as error:
            fault = error
    if isinstance(fault, TimeoutError):
        deadline.left()
        raise Unreachable(f"nothing answered within {limits.connecting:g} seconds")
    raise fault


def _reached(found: _Found, seconds: float) -> socket.socket:
    family, address, port = found
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.connect((address, port))
    except BaseException:
        sock.close()
        raise
    return sock


def _secured(sock: socket.socket, url: WebUrl) -> socket.socket:
    """Return a connection that is encrypted if the URL asks for it.

    Trusted is what OpenSSL is set up to trust on this machine.
    """
    if url.scheme == "http":
        return sock
    return ssl.create_default_context().wrap_socket(sock, server_hostname=url.host)


@contextmanager
def _closed_at_the_end(sock: socket.socket) -> Generator[socket.socket, None, None]:
    """Close a connection, even if an answer that failed half-way still reads from it."""
    try:
        yield sock
    finally:
        sock.close()
        if sock.fileno() != -1:
            socket.close(sock.detach())


@contextmanager
def _interrupted(sock: socket.socket, deadline: Deadline) -> Generator[None, None, None]:
    """End a connection when time is up, however slowly its bytes drip in."""

    def interrupt() -> None:
        deadline.end()
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    watch = Timer(deadline.left(), interrupt)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _content(response: HTTPResponse, limits: Limits, deadline: Deadline) -> bytes:
    """Return the body of an answer, decompressed."""
    if response.status != HTTPStatus.OK:
        return b""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in _ENCODINGS:
        raise Unreachable("it is compressed in a way that was not asked for")
    if (response.length_remaining or 0) > limits.size:
        raise _too_large(limits)
    pieces: list[bytes] = []
    size = 0
    for piece in response.stream(_PIECE, decode_content=True):
        deadline.left()
        size += len(piece)
        if size > limits.size:
            raise _too_large(limits)
        pieces.append(piece)
    deadline.left()
    return b"".join(pieces)


def _too_large(limits: Limits) -> Unreachable:
    size = limits.size / (1024 * 1024)
    return Unreachable(
        f"it is larger than {size:.3g} MiB", "download the document and pass it as a source"
    )


@contextmanager
def _in_words(deadline: Deadline) -> Generator[None, None, None]:
    """Turn what may go wrong on the way into words."""
    try:
        yield
    except (OSError, HTTPException, HTTPError) as error:
        deadline.left()  # where time is up, that is why all else went wrong
        raise _unreachable(error, deadline) from None


def _unreachable(error: Exception, deadline: Deadline) -> Unreachable:
    """Return what to say about an error, or about what caused it."""
    cause = error.__cause__ if isinstance(error, HTTPError) else error
    match cause:
        case ssl.SSLCertVerificationError():
            reason = f"its certificate is not trusted: {cause.verify_message.lower().rstrip('.')}"
            hint = "if it is your own, name the certificates to trust in SSL_CERT_FILE"
            return Unreachable(reason, hint)
        case ssl.SSLError():
            why = (cause.reason or "no reason is given").replace("_", " ").lower()
            return Unreachable(f"no secure connection could be made: {why}")
        case TimeoutError():
            return deadline.passed()
        case ConnectionRefusedError():
            return Unreachable("the connection was refused")
        case ConnectionError() | IncompleteRead():
            return Unreachable("the connection ended before there was a whole answer")
        case OSError(strerror=str(why)):
            return Unreachable(why.lower())
        case _ if isinstance(error, DecodeError):
            return Unreachable("it is compressed, and cannot be decompressed")
        case _:
            return Unreachable("what answered does not speak HTTP")
