"""A real package index on the loopback interface, that holds nothing when it begins."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

HOST = "127.0.0.1"
VERSIONS = ("3.11", "3.12", "3.13")
_SECONDS = 30


@contextmanager
def serving(folder: Path) -> Generator[str, None, None]:
    """Run pypiserver over a directory, and yield its URL.

    It takes uploads from everybody, and sends nobody to another index.
    """
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    folder.mkdir(exist_ok=True)
    options = ("--interface", HOST, "--port", str(port), "-a", ".", "-P", ".", "--disable-fallback")
    code = "import sys; from pypiserver.__main__ import main; sys.exit(main())"
    command = (sys.executable, "-W", "ignore", "-c", code, "run", *options, str(folder))
    with (folder.parent / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            url = f"http://{HOST}:{port}/"
            _await(url)
            yield url
        finally:
            server.terminate()
            server.wait(_SECONDS)


def _await(url: str) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=_SECONDS).close()  # noqa: S310 - our own server
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < deadline, "the index does not answer"
            time.sleep(0.05)
        else:
            return


def pythons() -> dict[str, str]:
    """Return the Pythons that are there, by their versions: on the search path, or of pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    own = "{}.{}".format(*sys.version_info)
    found: dict[str, str] = {}
    for version in VERSIONS:
        offers = [sys.executable] if version == own else []
        offers += [f"python{version}", *map(str, sorted(pyenv.glob(f"{version}.*/bin/python")))]
        works = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"
        for each in offers:
            try:
                done = subprocess.run([each, "-c", works], capture_output=True, check=False)
            except OSError:
                continue
            if done.returncode == 0:
                found[version] = each
                break
    return found
