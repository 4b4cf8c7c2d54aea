"""Inputs as chunks of whole documents, of which few are held at a time."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from typing import IO, TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from schemawright.validating.outcomes import UNREADABLE, Finding, Kind, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.validating.inputs import Input

Form: TypeAlias = Literal["json", "jsonl", "yaml"]

BLOCK = 1 << 20
MOST_LINES = 10_000
"""So many lines a chunk has, which bounds what may be found in it."""
LONGEST_LINE = 64 << 20
LARGEST_DOCUMENT = 1 << 30
"""How many bytes a line of JSON Lines may have, and a document of another kind."""

_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""How texts in UTF-16 and UTF-32 begin."""


class Chunk(NamedTuple):
    """Some documents of an input, complete."""

    file: str
    form: Form
    line: int
    """The number of the first line."""
    data: bytes
    progress: int = 0
    """How many bytes of the input were read for it, on top of what was read before."""


def chunks(given: Input) -> Iterator[Chunk | Outcome]:
    """Yield an input in pieces, and outcomes where there is no document to be had."""
    try:
        if given.path is None:
            yield from _Reader(given, sys.stdin.buffer).chunks()
            return
        with given.path.open("rb") as raw:
            yield from _Reader(given, raw).chunks()
    except OSError as error:
        reason = f"cannot be read: {(error.strerror or str(error)).lower()}"
        yield _trouble(given.name, 1, UNREADABLE, reason)._replace(broken=0, is_unreadable=True)


def _trouble(file: str, line: int, code: str, reason: str, hint: str = "") -> Outcome:
    kind = Kind(code, "")
    finding = Finding(file, line, 1, "", code, reason, kind, hint=hint)
    return Outcome(broken=1, findings=(finding,), kinds={kind: 1})


def _too_long(file: str, line: int, what: str, most: int) -> Outcome:
    reason = f"{what} has more than {most >> 20} MiB"
    hint = "JSON Lines, one document a line, can be of any length"
    return _trouble(file, line, "too-large", reason, "" if what == "the line" else hint)


class _Reader:
    """Reads one input."""

    def __init__(self, given: Input, raw: IO[bytes]) -> None:
        self._given = given
        self._raw = raw
        self._stream = gzip.GzipFile(fileobj=raw, mode="rb") if given.is_compressed else raw
        # From a pipe, what is there is taken at once.
        self._waits = given.size is not None or given.is_compressed
        self._head = b""
        self._told = 0

    def chunks(self) -> Iterator[Chunk | Outcome]:
        """Yield all of the input."""
        self._line = 1
        try:
            form = self._form()
            if form == "jsonl":
                yield from self._lines()
            elif form == "yaml":
                yield from self._yaml()
            else:
                yield self._whole("json")
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            reason = f"cannot be unpacked: {str(error).lower()}"
            hint = "the file is cut off, or no gzip file"
            yield _trouble(self._given.name, self._line, "bad-compression", reason, hint)

    def _read(self) -> bytes:
        """Return the next bytes, none at the end."""
        if self._head:
            block, self._head = self._head, b""
            return block
        if self._waits:
            return self._stream.read(BLOCK)
        return self._raw.read1(BLOCK)  # type: ignore[attr-defined,no-any-return]

    def _form(self) -> Form:
        """Return how the input is written; where its name does not tell, its first line does."""
        if self._given.syntax != "auto":
            return self._given.syntax
        pieces: list[bytes] = []
        size = 0
        while size <= LONGEST_LINE and (block := self._read()):
            pieces.append(block)
            size += len(block)
            if b"\n" in block and b"".join(pieces).strip(b" \t\r\n\xef\xbb\xbf").find(b"\n") >= 0:
                break
        self._head = b"".join(pieces)
        return _guessed(self._head)

    def _chunk(self, form: Form, data: bytes) -> Chunk:
        found = Chunk(self._given.name, form, self._line, data, self._progress())
        self._line += data.count(b"\n")
        return found

    def _line_chunk(self, data: bytes) -> Chunk:
        return self._chunk("jsonl", data)

    def _progress(self) -> int:
        """Return how much was read since the last time, as it lies on the disk."""
        if self._given.size is None:
            return 0
        before, self._told = self._told, self._raw.tell()
        return self._told - before

    def _lines(self) -> Iterator[Chunk | Outcome]:
        """Yield lines, as many at a time as a block holds; only what is cut off is kept."""
        rest: list[bytes] = []
        length = 0
        while block := self._read():
            if self._line == 1 and not length and block.startswith(_WIDE):
                reason, hint = "the lines are in UTF-16 or UTF-32", "save the file as UTF-8"
                yield _trouble(self._given.name, 1, "syntax-error", reason, hint)
                return
            first = block.find(b"\n")
            if length + (first if first >= 0 else len(block)) > LONGEST_LINE:
                yield _too_long(self._given.name, self._line, "the line", LONGEST_LINE)
                block = self._after_line(block)
                rest, length = [], 0
            cut = block.rfind(b"\n") + 1
            if cut:
                yield from map(self._line_chunk, _pieces(b"".join([*rest, block[:cut]])))
                rest, length = [], 0
            rest.append(block[cut:])
            length += len(block) - cut
        if length:
            yield self._line_chunk(b"".join(rest))

    def _after_line(self, block: bytes) -> bytes:
        """Return what follows the line that goes on in a block, having read on to its end."""
        while block:
            _, end, after = block.partition(b"\n")
            if end:
                self._line += 1
                return after
            block = self._read()
        return b""

    def _whole(self, form: Form) -> Chunk | Outcome:
        """Return all that is left as one document."""
        pieces: list[bytes] = []
        size = 0
        while block := self._read():
            pieces.append(block)
            size += len(block)
            if size > LARGEST_DOCUMENT:
                return _too_long(self._given.name, 1, "the document", LARGEST_DOCUMENT)
        return self._chunk(form, b"".join(pieces))

    def _yaml(self) -> Iterator[Chunk | Outcome]:
        """Yield the documents of a YAML stream, without those that are empty.

        Lines that begin with `---` or `...` never belong to a document (YAML 1.2.2, 9.1.2), so
        what is wrong in one has no part in the others.
        """
        block = self._read()
        if block.startswith(_WIDE):
            self._head = block
            yield self._whole("yaml")
            return
        document = _YamlDocument()
        found = False
        rest = b""
        while block:
            *lines, rest = (rest + block).split(b"\n")
            block = self._read()
            for line in lines:
                if document.ends_before(line) and document.has_content:
                    found = True
                    yield self._chunk("yaml", document.take())
                elif document.ends_before(line) and document.is_marked:
                    self._line += document.take().count(b"\n")
                document.add(line + b"\n")
            if document.size + len(rest) > LARGEST_DOCUMENT:
                yield _too_long(self._given.name, self._line, "the document", LARGEST_DOCUMENT)
                return
        document.add(rest)
        if document.has_content or not found:
            yield self._chunk("yaml", document.take())


class _YamlDocument:
    """The lines of a document of a YAML stream, from the end of the one before."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self.size = 0
        self.is_marked = False
        """Whether `---` or `...` is among the lines."""
        self.has_content = False

    def ends_before(self, line: bytes) -> bool:
        """Tell whether a line begins another document."""
        return _is_marker(line, b"---") or self._is_over

    @property
    def _is_over(self) -> bool:
        return bool(self._lines) and _is_marker(self._lines[-1], b"...")

    def add(self, line: bytes) -> None:
        """Take a line in."""
        marked = _is_marker(line, b"---") or _is_marker(line, b"...")
        text = (line[3:] if marked else line).lstrip(b" \t\r\n\xef\xbb\xbf")
        directive = line.startswith(b"%") and not self.is_marked
        self.is_marked |= marked
        self.has_content |= bool(text) and not text.startswith(b"#") and not directive
        self._lines.append(line)
        self.size += len(line)

    def take(self) -> bytes:
        """Return the document, and begin another."""
        data = b"".join(self._lines)
        self._lines, self.size = [], 0
        self.is_marked = self.has_content = False
        return data


def _pieces(data: bytes) -> Iterator[bytes]:
    """Yield lines in pieces of about the same size, of which none has far too many."""
    size = len(data) // (data.count(b"\n") // MOST_LINES + 1) + 1
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + size - 1) + 1 or len(data)
        yield data[start:end]
        start = end


def _is_marker(line: bytes, marker: bytes) -> bool:
    return line.startswith(marker) and not line[3:4].strip()


def _guessed(head: bytes) -> Form:
    """Return how a text is written that begins so, up to its first line that is not empty."""
    text = head.strip(b" \t\r\n\xef\xbb\xbf")
    first, more, _ = text.partition(b"\n")
    if text.startswith(_WIDE):
        return "json" if text[:8].strip(b"\xff\xfe\0").startswith((b"{", b"[")) else "yaml"
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return "json" if first.startswith((b"{", b"[")) else "yaml"
    return "jsonl" if more else "json"
