"""What schemas assert, read when a value is held against it, and no sooner.

Most values are texts and numbers that only their own schema says something about: reading all that
schemas lead to would take many times longer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from schemawright.assertions.data import stated
from schemawright.assertions.reading import Reader
from schemawright.regex.findings import Kind, Untranslatable
from schemawright.regex.translation import translate
from schemawright.runtime.report import Report
from schemawright.validation import checkers

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.assertions.plan import Key
    from schemawright.location import Location
    from schemawright.runtime.faults import Fault
    from schemawright.source.graph import Graph
    from schemawright.source.references import References

MOST_LOOKS = 20_000
MOST_LOOKS_IN_ALL = 200_000
"""So many schemas are looked at for one value, and for all: ways through unions multiply."""


class UndecidedError(Exception):
    """Whether a value fits is not to be told: a pattern is wrong, or it may take too long."""


class Looking:
    """Holds values against schemas of a run."""

    def __init__(self, references: References, graph: Graph, *, formats: bool | None) -> None:
        self._nodes = _Nodes(Reader(references, graph, formats=formats, as_meant=True))
        self._report = Report(self._nodes, self._nodes.formats)

    def faults(self, schema: Location, value: Any) -> tuple[Fault, ...]:
        """Return what keeps a value from a schema; nothing if it fits, or nobody can tell."""
        try:
            root = self._nodes.root(schema)
            found = self._report.faults(root, value)
        except UndecidedError:
            return ()
        # Where the report gives up, at a circle of schemas, it blames the root and no keyword.
        return () if any(not each.path for each in found) else found


class _Nodes(Sequence[Mapping[str, Any]]):
    """The schemas by number, as reports want them; each is read when it is asked for."""

    def __init__(self, reader: Reader) -> None:
        self.formats: dict[str, Callable[[str], bool]] = {}
        """What checks the formats that were met."""
        self._reader = reader
        self._numbers: dict[Key, int] = {}
        self._keys: list[Key] = []
        self._read: dict[int, Mapping[str, Any]] = {}
        self._patterns: dict[str, str] = {}
        self._looks = 0
        self._most = MOST_LOOKS

    def root(self, location: Location) -> int:
        """Return the number of the schema at a location, and begin to count looks."""
        self._most = min(self._looks + MOST_LOOKS, MOST_LOOKS_IN_ALL)
        return self._number(self._reader.key(location, ()))

    @overload
    def __getitem__(self, index: int) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Mapping[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> Mapping[str, Any] | Sequence[Mapping[str, Any]]:
        """Return what a schema asserts; raise UndecidedError when that was asked too often."""
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        self._looks += 1
        if self._looks > self._most:
            raise UndecidedError
        if index not in self._read:
            key = self._keys[index]
            asserts = self._reader.asserts.get(key) or self._reader.read(key)
            if asserts.format is not None:
                self.formats.update(checkers([asserts.format]))
            said = stated(asserts, self._number, self._pattern)
            self._read[index] = {"at": str(key.location), **said}
        return self._read[index]

    def __len__(self) -> int:
        """Return how many schemas have a number."""
        return len(self._keys)

    def _number(self, key: Key) -> int:
        number = self._numbers.setdefault(key, len(self._keys))
        if number == len(self._keys):
            self._keys.append(key)
        return number

    def _pattern(self, pattern: str) -> str:
        if pattern not in self._patterns:
            try:
                translation = translate(pattern)
            except Untranslatable:
                raise UndecidedError from None
            if any(each.kind is Kind.SLOW for each in translation.notes):
                raise UndecidedError
            self._patterns[pattern] = translation.pattern
        return self._patterns[pattern]
