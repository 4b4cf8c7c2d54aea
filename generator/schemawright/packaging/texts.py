"""Example texts: what a format, a pattern and a length ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from schemawright.python.spelling import snake
from schemawright.regex.findings import Untranslatable
from schemawright.regex.sampling import UnsampledError, sample
from schemawright.regex.translation import translate, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright import ir

LONGEST = 1_000
"""No longer text is an example."""

_OF_FORMAT: Mapping[str, str] = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:30:00Z",
    "duration": "PT15M",
    "email": "ada@example.org",
    "hostname": "www.example.org",
    "idn-email": "ada@example.org",
    "idn-hostname": "www.example.org",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "iri": "https://www.example.org/",
    "iri-reference": "/path",
    "json-pointer": "/path",
    "regex": "^a+$",
    "relative-json-pointer": "0/path",
    "time": "12:30:00Z",
    "uri": "https://www.example.org/",
    "uri-reference": "/path",
    "uri-template": "https://www.example.org/{path}",
    "url": "https://www.example.org/",
    "uuid": "8c0b2a1e-5d3f-4a76-9b1c-2e4d6f8a0c13",
    # OpenAPI's registry of formats: https://spec.openapis.org/registry/format/
    "byte": "c2NoZW1h",
    "binary": "data",
    "password": "secret",
}
_ROUNDS = (1, 2, 0, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 36, 40, 64, 128, 256)


def texts(type_: ir.String, name: str) -> Iterator[str]:
    """Yield texts that may be of a type, the best first.

    Args:
        type_: what is asked of it.
        name: the name of the property that has it, which plain texts are taken from.
    """
    least, most = type_.min_length or 0, type_.max_length
    if least > LONGEST:
        return
    for text in _offers(type_, name, least, most):
        if least <= len(text) and (most is None or len(text) <= most):
            yield text


def _offers(type_: ir.String, name: str, least: int, most: int | None) -> Iterator[str]:
    if type_.format is not None and type_.format in _OF_FORMAT:
        yield _OF_FORMAT[type_.format]
    if type_.pattern is not None:
        yield from _matching(type_.pattern)
        return
    plain = snake(name).replace("_", " ") or "text"
    yield (plain * (least // len(plain) + 1))[: max(least, len(plain) if most is None else most)]


def _matching(pattern: str) -> Iterator[str]:
    """Yield texts that a pattern really finds."""
    try:
        tree, python = tree_of(pattern), re.compile(translate(pattern).pattern)
    except (Untranslatable, re.error):
        return
    tried: set[str] = set()
    for rounds in _ROUNDS:
        try:
            text = sample(tree, rounds)
        except UnsampledError:
            return
        if text not in tried and len(text) <= LONGEST and python.search(text):
            yield text
        tried.add(text)
