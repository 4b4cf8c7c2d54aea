"""JSON values as documents: JSON, or YAML that means the same in its versions 1.1 and 1.2."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schemawright.source.values import JsonValue

_PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_./ -]*[A-Za-z0-9_./-]|[A-Za-z_]")
_MEANING = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Plain words that are no texts in some version of YAML."""

_WIDE = 1 << 20


def document_text(value: JsonValue, syntax: str) -> bytes:
    """Return the text of a document in UTF-8."""
    text = _yaml(value) if syntax == "yaml" else _json(value)
    return text.encode()


def _json(value: JsonValue) -> str:
    text = json.dumps(value, indent=2, ensure_ascii=False)
    if any("\ud800" <= each <= "\udfff" for each in text):
        # Half a character can only be written as an escape.
        text = json.dumps(value, indent=2)
    return f"{text}\n"


def _yaml(value: JsonValue) -> str:
    import yaml  # noqa: PLC0415 - takes long to import

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML asks so
            return True

    def text(_: Dumper, data: str) -> yaml.ScalarNode:
        plain = _PLAIN.fullmatch(data) and data.lower() not in _MEANING
        return yaml.ScalarNode("tag:yaml.org,2002:str", data, style=None if plain else '"')

    Dumper.add_representer(str, text)
    how: dict[str, Any] = {"sort_keys": False, "allow_unicode": True, "width": _WIDE}
    dump: Any = vars(yaml)["dump"]  # what the stubs of PyYAML say of its width is not complete
    return str(dump(value, Dumper=Dumper, **how))
