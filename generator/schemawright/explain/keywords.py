"""What becomes of each keyword: one table from keyword to the function that decides.

The table says what types and pages make of a keyword; `checked` says where validators check it.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from schemawright.explain.status import Status, Verdict
from schemawright.explain.verdicts import (
    access,
    additional,
    alternatives,
    conjunction,
    default,
    deprecated,
    description,
    discriminator,
    fixed,
    format_,
    limit,
    negation,
    nullable,
    positions,
    properties,
    reference,
    required,
    sample,
    title,
    type_,
    unsayable,
)
from schemawright.lower.keywords import ANNOTATIONS, FORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemawright.explain.status import Standing


def _always(status: Status, why: str) -> Callable[[Standing, str], Verdict]:
    return lambda _standing, _keyword: Verdict(status, why)


_UNSHOWN = _always(Status.IGNORED, "shown nowhere yet")
_PLACE = _always(Status.RESOLVED, "says where schemas are")
_DIALECT = _always(Status.RESOLVED, "says which dialect holds")

KEYWORDS: Mapping[str, Callable[[Standing, str], Verdict]] = {
    **dict.fromkeys(("$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor"), _PLACE),
    **dict.fromkeys(("$defs", "definitions"), _always(Status.RESOLVED, "holds definitions")),
    **dict.fromkeys(
        ("x-python-type", "x-python-import"),
        _always(Status.RESOLVED, "names what texts are held as, where that is allowed"),
    ),
    "x-python-name": _always(Status.RESOLVED, "says what it is called in Python"),
    "$schema": _DIALECT,
    "$vocabulary": _always(Status.IGNORED, "vocabularies are not told apart"),
    "$comment": _always(Status.IGNORED, "meant for authors of the schema"),
    **dict.fromkeys(("$ref", "$dynamicRef", "$recursiveRef"), reference),
    "type": type_,
    **dict.fromkeys(("enum", "const"), fixed),
    "nullable": nullable,
    "format": format_,
    **dict.fromkeys(("properties", "patternProperties"), properties),
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties"), additional),
    "required": required,
    **dict.fromkeys(("items", "prefixItems", "additionalItems"), positions),
    "allOf": conjunction,
    **dict.fromkeys(("oneOf", "anyOf"), alternatives),
    "discriminator": discriminator,
    "not": negation,
    **dict.fromkeys(
        ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), limit
    ),
    **dict.fromkeys(("minLength", "maxLength", "pattern"), limit),
    **dict.fromkeys(("minItems", "maxItems", "uniqueItems"), limit),
    **dict.fromkeys(("minProperties", "maxProperties"), limit),
    "title": title,
    "description": description,
    "default": default,
    "deprecated": deprecated,
    **dict.fromkeys(("example", "examples"), sample),
    **dict.fromkeys(("readOnly", "writeOnly"), access),
    **dict.fromkeys(("externalDocs", "summary", "xml"), _UNSHOWN),
    **dict.fromkeys(("if", "then", "else"), unsayable),
    **dict.fromkeys(("contains", "minContains", "maxContains", "unevaluatedItems"), unsayable),
    **dict.fromkeys(("dependencies", "dependentRequired", "dependentSchemas"), unsayable),
    "propertyNames": unsayable,
    **dict.fromkeys(
        ("contentEncoding", "contentMediaType", "contentSchema"),
        _always(Status.IGNORED, "what is inside a text is not decoded"),
    ),
}
"""What decides on each keyword that is known in any dialect."""


def verdict(standing: Standing, keyword: str) -> Verdict:
    """Return what became of a keyword of a schema."""
    found = made(standing, keyword)
    if found.status is Status.TYPED or keyword not in standing.checked or _void(standing, keyword):
        return found
    return Verdict(Status.ENFORCED)


def made(standing: Standing, keyword: str) -> Verdict:
    """Return what types and pages made of a keyword of a schema, whatever else is checked."""
    void = _void(standing, keyword) or standing.dead
    if void:
        return Verdict(Status.IGNORED, void)
    found = KEYWORDS[keyword](standing, keyword)
    if found.status is Status.TYPED and standing.ceiling is not Status.TYPED:
        return Verdict(standing.ceiling, "of keys that have no attribute")
    return found


def is_known(keyword: str) -> bool:
    """Tell whether any dialect has the keyword."""
    return keyword in KEYWORDS


def near(keyword: str) -> str:
    """Return the known keyword that an unknown one may be meant for, or nothing."""
    if keyword.startswith("x-") or is_known(keyword):
        return ""
    folded = {known.lower(): known for known in KEYWORDS}
    close = difflib.get_close_matches(keyword.lower(), folded, 1, 0.75)
    return folded[close[0]] if close else ""


def _void(standing: Standing, keyword: str) -> str:
    """Return why a keyword means nothing where it stands; nothing if it means something."""
    if keyword not in KEYWORDS:
        return _unknown(keyword)
    dialect = standing.schema.dialect
    form = FORMS.get(keyword)
    if form is not None and not form[0](standing.schema.get(keyword)):
        return f"malformed: {form[1]} is expected"
    if keyword in {"id", "$id"} and keyword != dialect.id_keyword:
        return f"no identifier in {dialect.name}"
    plain = not dialect.siblings_of_ref and isinstance(standing.schema.get("$ref"), str)
    beside = keyword not in ANNOTATIONS and keyword not in {"$ref", "$defs", "definitions"}
    if plain and beside and keyword != "$schema":
        return f"{dialect.name} has no keywords beside $ref"
    return ""


def _unknown(keyword: str) -> str:
    if keyword.startswith("x-"):
        return "an extension"
    guess = near(keyword)
    return f"unknown; did you mean {guess}?" if guess else "unknown"
