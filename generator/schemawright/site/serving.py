"""A site on the loopback interface, for whoever sits at this machine."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

HOST = "127.0.0.1"
_NAMES = (HOST, "localhost")


@contextmanager
def served(folder: Path, port: int) -> Generator[str]:
    """Serve a directory, and yield the URL that it has; the server ends with the block.

    Args:
        folder: the directory.
        port: the port; any that is free for 0.

    Raises:
        OSError: the port cannot be had.
    """

    class Handler(_Handler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

    with ThreadingHTTPServer((HOST, port), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


class _Handler(SimpleHTTPRequestHandler):
    """Serves files, and only to those who asked for this machine by its own names."""

    extensions_map = {  # noqa: RUF012 - as the base class has it; no system's own table
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".json": "application/json",
        "": "application/octet-stream",
    }

    def send_head(self) -> Any:
        """Begin an answer; another site's name that leads here is refused."""
        name = self.headers.get("Host", "").rpartition(":")[0]
        if name not in _NAMES:
            self.send_error(421)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:
        """Show no directories."""
        del path
        self.send_error(404)

    def end_headers(self) -> None:
        """Have browsers ask again, since the site changes."""
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing of what is asked for."""
