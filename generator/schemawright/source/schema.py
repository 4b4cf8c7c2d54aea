"""One schema as it stands in a document, or as a rule has rewritten it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from schemawright.location import Location, escape
from schemawright.source.dialects import DEFAULT, Dialect, find

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING: dict[str, Any] = {"not": {}}
"""The object that says what `false` says: no value is valid."""


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """Keywords, the place where they were written, and the dialect that gives them meaning.

    A keyword's value is plain JSON, except that a rule may put a `Schema` where JSON has a
    subschema: so a subschema keeps its own location wherever it is moved.
    """

    keywords: Mapping[str, Any]
    location: Location
    dialect: Dialect = DEFAULT

    def __contains__(self, keyword: str) -> bool:
        """Tell whether the keyword is stated."""
        return keyword in self.keywords

    def get(self, keyword: str, default: Any = None) -> Any:
        """Return the value of a keyword, `default` when it is not stated."""
        return self.keywords.get(keyword, default)

    def child(self, *tokens: str | int) -> Schema:
        """Return the subschema that `tokens` lead to, such as `("properties", "name")`."""
        value: Any = self.keywords
        for token in tokens:
            value = value[token]
        if isinstance(value, Schema):
            return value
        uri, pointer = self.location
        for token in tokens:
            pointer = f"{pointer}/{escape(token)}"
        return of(value, Location(uri, pointer), self.dialect)

    def with_(self, **keywords: Any) -> Schema:
        """Return the schema with these keywords set."""
        return Schema({**self.keywords, **keywords}, self.location, self.dialect)

    def without(self, *keywords: str) -> Schema:
        """Return the schema without these keywords."""
        kept = {k: v for k, v in self.keywords.items() if k not in keywords}
        return Schema(kept, self.location, self.dialect)


def of(value: Any, location: Location, dialect: Dialect) -> Schema:
    """Return the schema that a JSON value in the place of a schema stands for."""
    if value is True:
        value = {}
    elif value is False:
        value = NOTHING
    if "$schema" in value and isinstance(declared := value["$schema"], str):
        dialect = find(declared) or dialect
    return Schema(value, location, dialect)
