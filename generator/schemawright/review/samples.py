"""Defaults and examples, held against the schemas that state them.

JSON Schema Validation 2020-12, sections 9.2 (`default`) and 9.5 (`examples`): both are to be valid
against the schema that they stand in. OpenAPI 3.0.4, section 4.7.24: `example`, likewise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.diagnostics import invalid_default, invalid_example
from schemawright.review.looking import Looking
from schemawright.review.words import told
from schemawright.source.values import is_array

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemawright.diagnostics import Diagnostic
    from schemawright.location import Location
    from schemawright.source.graph import Graph
    from schemawright.source.references import References
    from schemawright.source.schema import Schema


def misfits(
    references: References,
    graph: Graph,
    known: Sequence[Diagnostic],
    *,
    formats: bool | None = None,
) -> Iterator[Diagnostic]:
    """Yield a finding for each default and each example that does not fit its schema.

    A default beside `$ref` counts in every dialect, as it does for the types.

    Args:
        references: the documents.
        graph: the roots, and all that they reach.
        known: what was found already; of schemas that allow nothing, nothing more is said.
        formats: whether `format` counts; None leaves that to the dialect.
    """
    hopeless = {each.location for each in known if each.code == "never"}
    unused = {each.location for each in known if each.code == "unused-default"}
    looking = Looking(references, graph, formats=formats)
    for at, schema in graph.samples.items():
        if at in hopeless or schema.get("enum") == []:
            continue
        if "default" in schema:
            value, place = schema.get("default"), at / "default"
            if faults := () if _is_nothing(schema, value) else looking.faults(at, value):
                is_used, is_null = place not in unused, value is None
                yield invalid_default(place, told(faults), is_null=is_null, is_used=is_used)
        for place, value in _examples(schema):
            if faults := () if _is_nothing(schema, value) else looking.faults(at, value):
                yield invalid_example(place, told(faults))


def _is_nothing(schema: Schema, value: Any) -> bool:
    """Tell whether a value is the null of `nullable`, which types allow beside any `enum`."""
    return value is None and schema.dialect.nullable and schema.get("nullable") is True


def _examples(schema: Schema) -> Iterator[tuple[Location, Any]]:
    """Yield the examples that a schema states: where, and themselves."""
    at, stated = schema.location, schema.keywords
    if "example" in stated:
        yield at / "example", stated["example"]
    examples = stated.get("examples")
    if is_array(examples):
        for index, each in enumerate(examples):
            yield at / "examples" / index, each
