"""Fetching: what is sent and taken, and every way in which a document cannot be had."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import time
import zlib
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest

from loopback_server import answer, redirect, serving
from schemawright.diagnostics import InputError
from schemawright.source import connections
from schemawright.source.fetching import Fetched, fetch
from schemawright.source.limits import Limits
from schemawright.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loopback_server import Loopback, Script

BODY = b'{"type": "string"}'
LIMITS = Limits(size=1000, seconds=5)
SHORT = Limits(seconds=0.1)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with serving({"/a.json": answer(BODY)}) as served:
        yield served


def got(url: str, limits: Limits = LIMITS) -> bytes:
    return fetch(url, limits, private_allowed=True).content


def fault(url: str, limits: Limits = LIMITS, *, private_allowed: bool = True) -> tuple[str, str]:
    """Return why a document cannot be had, and the hint."""
    with pytest.raises(InputError) as caught:
        fetch(url, limits, private_allowed=private_allowed)
    (found,) = caught.value.diagnostics
    assert found.code == "unreachable-remote"
    start, _, reason = found.message.partition(" could not be fetched: ")
    assert start == f"'{found.location.uri}'"
    return reason, found.hint


def test_a_document_is_fetched(server: Loopback) -> None:
    found = fetch(f"{server.url}/a.json", LIMITS, private_allowed=True)
    assert found == Fetched(BODY, "application/json")


def test_a_request_says_who_asks_and_nothing_of_this_machine(
    server: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.routes["/a.json?x=%20"] = answer(BODY, Set_Cookie="a=b")
    for _ in range(2):
        assert got(f"{server.url}/b/../a.json?x= #y") == BODY
    first, second = server.requests
    assert first == second
    line, *headers = first.splitlines()
    assert line == "GET /a.json?x=%20 HTTP/1.1"
    assert dict(header.split(": ", 1) for header in headers) == {
        "Host": f"127.0.0.1:{server.port}",
        "User-Agent": f"schemawright/{__version__}",
        "Accept": "application/schema+json, application/json, application/yaml, */*;q=0.1",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "script",
    [
        answer(BODY, Content_Length=""),
        answer(BODY + b"more than was said", Content_Length=str(len(BODY))),
        answer(gzip.compress(BODY), Content_Encoding="gzip"),
        answer(gzip.compress(BODY), Content_Encoding=" GZIP"),
        answer(zlib.compress(BODY), Content_Encoding="deflate"),
        answer(BODY, Content_Encoding="identity"),
        [CHUNKED, b"3\r\n", BODY[:3], b"\r\n", b"f;x=y\r\n", BODY[3:], b"\r\n0\r\n\r\n"],
        [answer(BODY)[0][:20], 0.01, answer(BODY)[0][20:]],  # type: ignore[index]
        [b"HTTP/1.1 100 Continue\r\n\r\n", *answer(BODY)],
        [b"HTTP/1.0 200 OK\r\n\r\n", BODY],
    ],
)
def test_bodies_come_in_many_ways(server: Loopback, script: Script) -> None:
    server.routes["/a.json"] = script
    assert got(f"{server.url}/a.json") == BODY


def test_compressed_chunks_are_put_together(server: Loopback) -> None:
    body = bytes(range(256)) * 3
    packed = gzip.compress(body)
    pieces = [packed[at : at + 7] for at in range(0, len(packed), 7)]
    server.routes["/a.json"] = [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n",
        *(b"%x\r\n%b\r\n" % (len(each), each) for each in pieces),
        b"0\r\n\r\n",
    ]
    assert got(f"{server.url}/a.json") == body


@pytest.mark.parametrize(
    ("script", "reason", "hint"),
    [
        (answer(status="404 Not here"), "the server answered 404 Not Found", "check the URL"),
        (answer(status="410 x"), "the server answered 410 Gone", "check the URL"),
        (answer(status="401 x"), "the server answered 401 Unauthorized", "credentials are never"),
        (answer(status="403 x"), "the server answered 403 Forbidden", "credentials are never"),
        (answer(BODY, status="201 x"), "the server answered 201 Created", "try again later"),
        (answer(status="304 x"), "the server answered 304 Not Modified", "try again later"),
        (answer(status="503 x"), "the server answered 503 Service Unavailable", "try again later"),
        (answer(status="799 x"), "the server answered 799", "try again later"),
        (answer(), "the answer is empty", "try again later"),
        (answer(b" \r\n"), "the answer is empty", "try again later"),
        (answer(b"\n<!doctype html>"), "the answer is a web page, neither", "look at it in a br"),
        ([], "the connection ended before there was a whole answer", "try again later"),
        (answer(BODY, Content_Length="19"), "the connection ended before", "try again later"),
        ([CHUNKED, b"40\r\n", BODY], "the connection ended before", "try again later"),
        ([CHUNKED, b"xyz\r\n", BODY], "the connection ended before", "try again later"),
        ([b"SSH-2.0-OpenSSH\r\n\r\n"], "what answered does not speak HTTP", "try again later"),
        ([HEAD, b"a: b\r\n" * 200], "what answered does not speak HTTP", "try again later"),
        (answer(BODY, Content_Length="18, 19"), "what answered does not speak", "try again later"),
        (answer(BODY, Content_Encoding="gzip"), "it is compressed, and cannot", "try again later"),
        (answer(BODY, Content_Encoding="br"), "it is compressed in a way that", "try again later"),
        (answer(BODY, Content_Encoding="gzip, gzip"), "it is compressed in a w", "try again later"),
        (answer(b"x" * 1001), "it is larger than", "download the document"),
        (answer(b"x", Content_Length="1001"), "it is larger than", "download the document"),
        (answer(b"x", Content_Length="9" * 4000), "it is larger than", "download the document"),
        (answer(b"x" * 1001, Content_Length=""), "it is larger than", "download the document"),
    ],
)
def test_other_answers_are_reported(
    server: Loopback, script: Script, reason: str, hint: str
) -> None:
    server.routes["/a.json"] = script
    found, advice = fault(f"{server.url}/a.json")
    assert found.startswith(reason)
    assert advice.startswith(hint)
    assert len(server.requests) == 1


def test_a_document_may_be_as_large_as_the_limit(server: Loopback) -> None:
    server.routes["/a.json"] = answer(b"x" * 1000)
    assert len(got(f"{server.url}/a.json")) == 1000


@pytest.mark.parametrize("chunked", [False, True])
def test_a_bomb_is_left_packed(server: Loopback, *, chunked: bool) -> None:
    import tracemalloc  # noqa: PLC0415

    packed = gzip.compress(bytes(64 * 1024 * 1024), 9)
    if chunked:
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
        server.routes["/a.json"] = [head, b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed)]
    else:
        server.routes["/a.json"] = answer(packed, Content_Encoding="gzip")
    limits = Limits(size=1024 * 1024)
    tracemalloc.start()
    try:
        reason, _ = fault(f"{server.url}/a.json", limits)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert reason == "it is larger than 1 MiB"
    assert most < 8 * 1024 * 1024


@pytest.mark.parametrize(
    "script",
    [
        [HEAD + b"\r\n", *[b" ", 0.02] * 5000],
        [HEAD, *[b"a", 0.02] * 5000],
        [*[b"HTTP/1.1 100 Continue\r\n\r\n", 0.02] * 5000],
        [CHUNKED, *[b"1\r\n \r\n", 0.02] * 5000],
        [HEAD + b"Content-Length: 9\r\n\r\n", 60],
        [60],
    ],
)
def test_no_answer_may_take_too_long(server: Loopback, script: Script) -> None:
    server.routes["/a.json"] = script
    started = time.monotonic()
    assert fault(f"{server.url}/a.json", SHORT)[0] == "it took longer than 0.1 seconds"
    assert time.monotonic() - started < 10


def test_redirects_share_the_time(server: Loopback) -> None:
    server.routes |= {f"/{n}": [0.04, *redirect(f"/{n + 1}")] for n in range(6)}
    assert fault(f"{server.url}/0", SHORT)[0] == "it took longer than 0.1 seconds"


# Redirects.


@pytest.mark.parametrize("status", ["301 a", "302 b", "303 c", "307 d", "308 e"])
@pytest.mark.parametrize("location", ["/a.json", "a.json#/b", "./../a.json", "//HOST/a.json"])
def test_redirects_on_the_same_host_are_followed(
    server: Loopback, status: str, location: str
) -> None:
    location = location.replace("HOST", f"127.0.0.1:{server.port}")
    server.routes["/old"] = redirect(location, status)
    assert got(f"{server.url}/old") == BODY
    assert server.paths == ["/old", "/a.json"]


def test_five_redirects_are_followed_and_no_more(server: Loopback) -> None:
    server.routes |= {f"/{n}": redirect(f"/{n + 1}") for n in range(5)} | {"/5": answer(BODY)}
    assert got(f"{server.url}/0") == BODY
    server.routes["/loop"] = redirect("/loop")
    server.requests.clear()
    assert fault(f"{server.url}/loop")[0] == "it redirects more than 5 times"
    assert server.paths == ["/loop"] * 6


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://localhost:PORT/a.json", "it redirects to another host, from 'OLD' to 'NEW'"),
        ("http://10.0.0.1/a.json", "it redirects to another host, from 'OLD' to 'NEW'"),
        ("//example.com/a.json", "it redirects to another host, from 'OLD' to 'http:NEW'"),
        ("http://127.0.0.1:1/a", "it redirects to another port, from 'OLD' to 'NEW'"),
        ("http://127.0.0.1.example.com/", "it redirects to another host, from 'OLD' to 'NEW'"),
        ("file:///etc/passwd", "it redirects from 'OLD' to 'NEW', which cannot be followed"),
        ("http://[", "it redirects from 'OLD' to 'NEW', which cannot be followed"),
        ("/b/..%2fc", "it redirects from 'OLD' to 'NEW', which cannot be followed"),
        ("http://a:b@127.0.0.1/", "it redirects from 'OLD' to 'http://\\u2026@127.0.0.1/', which"),
        ("", "it redirects, and does not say where to"),
    ],
)
def test_other_redirects_are_refused(server: Loopback, location: str, reason: str) -> None:
    location = location.replace("PORT", str(server.port))
    server.routes["/old"] = redirect(location)
    expected = reason.replace("OLD", f"{server.url}/old").replace("NEW", location)
    assert fault(f"{server.url}/old")[0].startswith(expected)
    assert server.paths == ["/old"]


# Addresses.


@pytest.fixture
def look_ups(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Names and their addresses, one look-up each; any more fail."""
    names: dict[str, list[str]] = {}

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        found = names.pop(host, None)
        if found is None:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        families = [socket.AF_INET6 if ":" in each else socket.AF_INET for each in found]
        return [
            (family, socket.SOCK_STREAM, 6, "", (each, port))
            for family, each in zip(families, found, strict=True)
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return names


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "0x7f.1", "2130706433"])
def test_private_addresses_are_refused_however_they_are_written(
    server: Loopback, host: str
) -> None:
    reason, hint = fault(f"http://{host}:{server.port}/x/a.json", private_allowed=False)
    assert reason in {
        "its host is at 127.0.0.1, which is not a public address",
        "its host is at ::1, which is not a public address",
        "its host is not known",  # not every system reads them all
    }
    if reason != "its host is not known":
        assert hint.endswith(f" --allow-remote http://{host}:{server.port}/x/")
    assert server.requests == []


def test_one_private_address_among_others_is_refused(
    server: Loopback, look_ups: dict[str, list[str]]
) -> None:
    look_ups["schemas.test"] = ["1.1.1.1", "2606:4700::1", "127.0.0.1"]
    reason, _ = fault(f"http://schemas.test:{server.port}/a.json", private_allowed=False)
    assert reason == "its host is at 127.0.0.1, which is not a public address"
    assert server.requests == []


def test_the_address_that_was_checked_is_the_one_that_is_asked(
    server: Loopback, look_ups: dict[str, list[str]]
) -> None:
    look_ups["schemas.test"] = ["127.0.0.1"]
    assert got(f"http://schemas.test:{server.port}/a.json") == BODY
    assert f"Host: schemas.test:{server.port}\r\n" in server.requests[0]
    assert look_ups == {}


def test_redirects_are_checked_again(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that was public is not trusted to stay so."""
    verdicts = iter([True, False])

    def is_public(_: str) -> bool:
        return next(verdicts)

    monkeypatch.setattr(connections, "is_public", is_public)
    server.routes["/old"] = redirect("/a.json")
    reason, _ = fault(f"{server.url}/old", private_allowed=False)
    assert reason == "its host is at 127.0.0.1, which is not a public address"
    assert server.paths == ["/old"]


def test_a_second_address_is_tried(server: Loopback, look_ups: dict[str, list[str]]) -> None:
    look_ups["schemas.test"] = ["::1", "127.0.0.1"]
    assert got(f"http://schemas.test:{server.port}/a.json") == BODY


def test_unknown_names_are_reported(look_ups: dict[str, list[str]]) -> None:
    assert fault("http://schemas.test/") == (
        "its host is not known",
        "check the URL, and the connection",
    )
    look_ups["schemas.test"] = []
    assert fault("http://schemas.test/")[0] == "its host is not known"


def test_a_look_up_may_not_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    given_up = Event()

    def look_up(*_: Any, **__: Any) -> list[Any]:
        given_up.wait(5)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    limits = Limits(connecting=0.05)
    assert fault("http://schemas.test/", limits)[0] == "its host was not found within 0.05 seconds"
    given_up.set()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TimeoutError("timed out"), "nothing answered within 10 seconds"),
        (OSError(101, "Network is unreachable"), "network is unreachable"),
        (OSError("odd"), "what answered does not speak HTTP"),
    ],
)
def test_failures_to_connect_are_reported(
    monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    def connect(*_: object) -> None:
        raise error

    monkeypatch.setattr(connections, "_reached", connect)
    assert fault("http://127.0.0.1/")[0] == reason


def test_a_refused_connection_is_reported() -> None:
    with serving({}) as server:
        pass
    assert fault(f"{server.url}/a.json")[0] == "the connection was refused"


def test_an_interrupted_run_leaves_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(socket.socket, "connect", interrupted)
    with pytest.raises(KeyboardInterrupt):
        got("http://127.0.0.1/")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://me:secret@example.com/a", "it holds credentials"),
        ("ftp://example.com/a", "it is not an http or https URL"),
    ],
)
def test_other_urls_are_not_asked_for(url: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        fetch(url, LIMITS, private_allowed=True)
    assert "secret" not in str(caught.value)


# Encryption.


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for the loopback address, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("makes certificates with the openssl command")
    folder = tmp_path_factory.mktemp("certificate")
    made, key = folder / "certificate.pem", folder / "key.pem"
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    names = ("-subj", "/CN=loopback", "-addext", "subjectAltName=IP:127.0.0.1")
    usage = ("-addext", "keyUsage=digitalSignature,keyCertSign")
    files = ("-keyout", str(key), "-out", str(made))
    done = subprocess.run(
        (openssl, "req", "-x509", *curve, *names, *usage, *files), capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"openssl cannot make the certificate: {done.stderr.decode()}")
    return made, key


@pytest.fixture
def secure(certificate: tuple[Path, Path]) -> Iterator[Loopback]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with serving({"/a.json": answer(BODY)}, tls=context) as served:
        yield served


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


@pytest.mark.usefixtures("trusted")
def test_documents_are_fetched_over_tls(server: Loopback, secure: Loopback) -> None:
    assert got(f"{secure.url}/a.json") == BODY
    assert f"Host: 127.0.0.1:{secure.port}\r\n" in secure.requests[0]
    server.routes["/old"] = redirect(f"{secure.url}/a.json")
    assert got(f"{server.url}/old") == BODY


@pytest.mark.usefixtures("trusted")
def test_no_redirect_leads_away_from_tls(server: Loopback, secure: Loopback) -> None:
    secure.routes["/old"] = redirect(f"{server.url}/a.json")
    reason, _ = fault(f"{secure.url}/old")
    leads = f"from '{secure.url}/old' to '{server.url}/a.json'"
    assert reason == f"it redirects to where nothing is encrypted, {leads}"
    assert server.requests == []


@pytest.mark.usefixtures("trusted")
def test_no_answer_over_tls_may_take_too_long(secure: Loopback) -> None:
    drip: Script = [b" ", 0.02]
    secure.routes["/a.json"] = [HEAD + b"\r\n", *[*drip] * 5000]
    limits = Limits(seconds=0.4)
    assert fault(f"{secure.url}/a.json", limits)[0] == "it took longer than 0.4 seconds"


def test_certificates_have_to_be_trusted(secure: Loopback) -> None:
    reason, hint = fault(f"{secure.url}/a.json")
    assert reason.startswith("its certificate is not trusted: self")
    assert "SSL_CERT_FILE" in hint
    assert secure.requests == []


@pytest.mark.usefixtures("trusted")
def test_certificates_have_to_be_for_the_host(
    secure: Loopback, look_ups: dict[str, list[str]]
) -> None:
    look_ups["schemas.test"] = ["127.0.0.1"]
    reason, _ = fault(f"https://schemas.test:{secure.port}/a.json")
    assert reason.startswith("its certificate is not trusted: hostname mismatch")
    assert secure.requests == []


def test_what_speaks_no_tls_is_reported() -> None:
    def answered() -> None:
        sock, _ = listening.accept()
        with sock:
            sock.recv(4096)
            sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=answered)
        thread.start()
        reason, _ = fault(f"https://127.0.0.1:{listening.getsockname()[1]}/a.json")
        thread.join()
    assert reason.startswith("no secure connection could be made: ")
