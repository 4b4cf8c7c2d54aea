"""YAML text (YAML 1.2.2, core schema): its value, and where each node stands.

PyYAML only reports the events of a text; what they mean is decided here, since PyYAML itself
keeps to YAML 1.1 and recurses. No tag constructs anything but a JSON value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml
from yaml import events

from schemawright.diagnostics import InputError, duplicate_key, syntax_error, too_large
from schemawright.location import Location
from schemawright.source.values import MOST_NESTED
from schemawright.source.yaml_mistakes import explain, unprintable
from schemawright.source.yaml_nodes import Open, Scalar, YamlPlaces
from schemawright.source.yaml_scalars import TAGS, BadValueError, check_collection, resolve

if TYPE_CHECKING:
    from schemawright.diagnostics import Diagnostic
    from schemawright.source.lines import Lines
    from schemawright.source.values import JsonValue
    from schemawright.source.yaml_nodes import Child, Node

_BRACKET = re.compile(
    r"""'(?:[^']|'')*+' | "(?:[^"\\]|\\.)*+"  # quoted texts, and comments, hold none
    | (?<!\S)\#.*
    | (?P<opening>[\[{])
    | (?P<closing>[\]}])""",
    re.VERBOSE,
)

# With all aliases written out; they cost no memory here, but somebody will walk them. A long text
# may hold more, as it could without aliases.
MOST_NODES = 1_000_000
# Merging copies: a small text could otherwise fill the memory before it counts as large.
MOST_MERGED = 1_000_000


def parse(lines: Lines, uri: str) -> tuple[JsonValue, YamlPlaces]:
    """Return the value of a YAML text and its places; raise InputError if JSON cannot say it."""
    if complaint := unprintable(lines, uri):
        raise InputError(complaint)
    composer = _Composer(lines, uri)
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        for event in yaml.parse(lines.text, Loader=loader):
            composer.take(event)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        if "nesting depth" in str(error):
            composer.check_depth()
        # PyYAML's own parser lets `chr` complain about impossible escapes.
        raise InputError(*composer.problems, explain(lines, uri, error)) from None
    return composer.finish()


class _Composer:
    """Builds the value of one document from its events, without recursion."""

    def __init__(self, lines: Lines, uri: str) -> None:
        self.problems: list[Diagnostic] = []
        self._lines = lines
        self._uri = uri
        self._root: Child | None = None
        self._stack: list[Open] = []
        self._anchors: dict[str, Node | Open] = {}
        self._merged = 0
        self._read = 0

    def finish(self) -> tuple[JsonValue, YamlPlaces]:
        """Return the value once all events were taken."""
        if self._root is None:
            self._complain(0, "the document is empty", "the smallest schema is {}")
        if self._root is None or self.problems:
            raise InputError(*self.problems)
        return self._root[1].value, YamlPlaces(self._root)

    def check_depth(self) -> None:
        """Raise InputError at the first bracket that is too deep among those not reported yet.

        libyaml looks for a ':' after brackets before it reports them, and then gives up at a
        depth of its own.
        """
        depth = len(self._stack)
        for match in _BRACKET.finditer(self._lines.text, self._read):
            if match["opening"]:
                depth += 1
            elif match["closing"]:
                depth -= 1
            if depth > MOST_NESTED:
                raise self._too_deep(match.start())
            if depth <= 0:
                return

    def take(self, event: events.Event) -> None:
        """Take the next event of the text."""
        start = event.start_mark.index if event.start_mark else 0
        self._read = event.end_mark.index if event.end_mark else 0
        if isinstance(event, events.ScalarEvent):
            scalar = self._scalar(event, start)
            if event.anchor is not None:
                self._anchors[event.anchor] = scalar
            self._put(start, scalar)
        elif isinstance(event, events.CollectionStartEvent):
            self._open(event, start)
        elif isinstance(event, events.CollectionEndEvent):
            self._close()
        elif isinstance(event, events.AliasEvent):
            self._put(start, self._aliased(event, start))
        elif isinstance(event, events.DocumentStartEvent) and self._root is not None:
            reason = "expected the end of the document, found the start of another"
            raise self._stopped(start, reason, "put each document into a file of its own")

    def _at(self) -> Location:
        """Return the place of the node that is being read."""
        at = Location(self._uri)
        for each in self._stack:
            if each.token is not None:
                at /= each.token
        return at

    def _complain(self, offset: int, reason: str, hint: str) -> None:
        position = self._lines.position(offset)
        self.problems.append(syntax_error(self._at(), position, reason, hint))

    def _complain_of_size(self, offset: int, reason: str) -> None:
        self.problems.append(too_large(self._at(), reason, self._lines.position(offset)))

    def _stopped(self, offset: int, reason: str, hint: str) -> InputError:
        """Return the error for a text that makes no sense from here on."""
        self._complain(offset, reason, hint)
        return InputError(*self.problems)

    def _too_large(self, offset: int, reason: str) -> InputError:
        """Return the error for a text that is out of bounds."""
        self._complain_of_size(offset, reason)
        return InputError(*self.problems)

    def _too_deep(self, offset: int) -> InputError:
        """Return the error for a collection that is inside too many others."""
        return self._too_large(offset, f"is nested more than {MOST_NESTED} levels deep")

    def _scalar(self, event: events.ScalarEvent, start: int) -> Scalar:
        text, tag, plain = event.value, event.tag, event.implicit[0]
        is_key = bool(self._stack) and self._stack[-1].wants_key
        if is_key and text == "<<" and (tag == f"{TAGS}merge" or (plain and tag is None)):
            return Scalar(text, text, merges=True)
        if is_key and tag is None and event.anchor is None:
            # A key is its own text, even where that has no value in JSON, as `.inf`.
            return Scalar(text, text)
        try:
            return Scalar(resolve(text, tag, plain=plain), text)
        except BadValueError as bad:
            if bad.large:
                self._complain_of_size(start, bad.reason)
            else:
                self._complain(start, bad.reason, bad.hint)
            return Scalar(None, text)

    def _aliased(self, event: events.AliasEvent, start: int) -> Node:
        """Return the node that an alias stands for (YAML 1.2.2, 7.1)."""
        name = event.anchor
        node = self._anchors.get(name or "")
        if node is None:
            reason = f"the alias *{name} names no anchor that stands before it"
            self._complain(start, reason, "put a text that begins with * in quotes")
        elif isinstance(node, Open):
            reason = f"the value of the alias *{name} would contain itself"
            self._complain(start, reason, "a schema refers to itself with $ref")
        else:
            return node
        return Scalar(None, f"*{name}")

    def _open(self, event: events.CollectionStartEvent, start: int) -> None:
        if self._stack and self._stack[-1].wants_key:
            raise self._no_key(start)
        if len(self._stack) >= MOST_NESTED:
            raise self._too_deep(start)
        is_mapping = isinstance(event, events.MappingStartEvent)
        bad = check_collection("map" if is_mapping else "seq", event.tag)
        if bad:
            self._complain(start, bad.reason, bad.hint)
        collection = Open(start, event.anchor, is_mapping=is_mapping)
        if event.anchor is not None:
            self._anchors[event.anchor] = collection
        self._stack.append(collection)

    def _close(self) -> None:
        opened = self._stack.pop()
        self._merged += sum(map(len, opened.merged or ()))
        if self._merged > MOST_MERGED:
            raise self._too_large(opened.start, f"merges more than {MOST_MERGED:,} members with <<")
        node = opened.close()
        if opened.anchor is not None and self._anchors[opened.anchor] is opened:
            self._anchors[opened.anchor] = node
        self._put(opened.start, node)

    def _put(self, start: int, node: Node) -> None:
        """Add a node where it belongs: as the root, an item, a key, or the value of a member."""
        if not self._stack:
            self._bound(start, node.size, node.height)
            self._root = (start, node)
            return
        top = self._stack[-1]
        if top.wants_key:
            self._put_key(start, node)
        elif top.key and top.key[1].merges:
            if not top.merge(node):
                reason = "expected a mapping to merge, or a sequence of mappings"
                self._complain(start, reason, 'a key that is really named << is written "<<"')
        else:
            self._bound(start, top.size + node.size, node.height + len(self._stack))
            top.add(start, node)

    def _bound(self, start: int, size: int, height: int) -> None:
        most = max(MOST_NODES, len(self._lines.text))
        if size > most:
            reason = f"holds more than {most:,} values with all aliases written out"
            raise self._too_large(start, reason)
        if height > MOST_NESTED:
            reason = f"is nested more than {MOST_NESTED} levels deep with all aliases written out"
            raise self._too_large(start, reason)

    def _put_key(self, start: int, node: Node) -> None:
        top = self._stack[-1]
        if not isinstance(node, Scalar):
            raise self._no_key(start)
        repeats = top.repeats(node)
        top.key = (start, node)
        if repeats:
            self.problems.append(duplicate_key(self._at(), self._lines.position(start), node.text))

    def _no_key(self, start: int) -> InputError:
        reason = "expected a text as the key, found a sequence or mapping"
        return self._stopped(start, reason, "put a text that begins with { or [ in quotes")
