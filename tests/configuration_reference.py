"""What `docs/configuration.md` and `docs/schemawright.schema.json` say, made from the code.

Options and what they mean come from `config.py`, how they are called from `readers.py`, and which
of them stand on the command line from the commands.
"""

from __future__ import annotations

import ast
import dataclasses
import json
from pathlib import Path
from typing import Any, get_args

from schemawright import config, editions
from schemawright.asked import PREFIX
from schemawright.building.choices import Choices, Sdist
from schemawright.cli import main
from schemawright.config import ALL_TARGETS, LONGEST_LINE, SHORTEST_LINE, OnMissing, Options
from schemawright.configuration import BUILD, OWN_FILE, PACKAGE, SHARED_FILE, SILENCE
from schemawright.readers import READERS

PAGE, SCHEMA = "configuration.md", "schemawright.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
FLAG = {"type": "boolean"}
TEXTS = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
WANTED = {"anyOf": [FLAG, {"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
POLICY = {"enum": list(get_args(OnMissing))}
SPECIAL: dict[str, Any] = {
    "source": {"anyOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}]},
    "target": {
        "anyOf": [
            {"enum": list(ALL_TARGETS)},
            {"type": "array", "items": {"enum": list(ALL_TARGETS)}, "minItems": 1},
        ]
    },
    "line-length": {"type": "integer", "minimum": SHORTEST_LINE, "maximum": LONGEST_LINE},
    "on-missing": {"anyOf": [POLICY, {"type": "object", "additionalProperties": POLICY}]},
    "resource": {"anyOf": [*TEXTS["anyOf"], {"type": "object", "additionalProperties": TEXT}]},
    "allow-remote": WANTED,
    "rename": WANTED,
    "edition": {"enum": list(editions.names())},
    "project": {"type": "object"},
}
"""Options whose values are not told by their type."""


def meanings(kind: type) -> dict[str, str]:
    """Return what stands below each field of a class of options."""
    module = ast.parse(Path(config.__file__).read_text(encoding="utf-8"))
    if kind is not Options:
        source = Path(__file__).parents[1] / "generator/schemawright/building/choices.py"
        module = ast.parse(source.read_text(encoding="utf-8"))
    (found,) = (e for e in module.body if isinstance(e, ast.ClassDef) and e.name == kind.__name__)
    said: dict[str, str] = {}
    for field, below in zip(found.body, found.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            assert isinstance(below, ast.Expr), f"{field.target.id} is not documented"
            assert isinstance(below.value, ast.Constant)
            said[field.target.id] = " ".join(str(below.value.value).split())
    return said


def values(key: str) -> dict[str, Any]:
    """Return which values an option can have."""
    if key in SPECIAL:
        return dict(SPECIAL[key])
    (field,) = (each for each in dataclasses.fields(Options) if each.name == READERS[key][0])
    kind = str(field.type).removesuffix(" | None")
    match kind:
        case "bool":
            return dict(FLAG)
        case "str":
            return dict(TEXT)
        case "tuple[str, ...]":
            return dict(TEXTS)
        case _:
            choices = get_args(getattr(config, kind, None))
            return {"enum": list(choices)} if choices else {}


def default(key: str) -> Any:
    """Return what an option is when nothing is said; None where that is nothing."""
    (field,) = (each for each in dataclasses.fields(Options) if each.name == READERS[key][0])
    found = None if field.default is dataclasses.MISSING else field.default  # a table has none
    return None if found in (None, ()) else found


def options() -> dict[str, Any]:
    """Return the schema of each option."""
    said = meanings(Options)
    found: dict[str, Any] = {}
    for key, (field, _) in READERS.items():
        usual = default(key)
        stated = {} if usual is None else {"default": usual}
        found[key] = {"description": said[field], **values(key), **stated}
    return found


def schema() -> str:
    """Return the JSON Schema of `schemawright.toml` and of `[tool.schemawright]`."""
    said = meanings(Choices)
    usual = Choices()
    package = {"type": "object", "properties": options(), "additionalProperties": False}
    own = options()
    name = own.pop(PACKAGE)
    tables = {"type": "array", "items": {"$ref": "#/$defs/package"}, "minItems": 1}
    rule = {
        "type": "object",
        "required": ["reason", "until"],
        "properties": {
            "change": {"type": "string", "description": "A pattern for the kind of change."},
            "place": {"type": "string", "description": "A pattern for where it is."},
            "reason": {**TEXT, "description": "Why nobody needs to hear of it."},
            "until": {"description": "The last day of the rule, a date."},
        },
        "additionalProperties": False,
    }
    build = {
        "type": "object",
        "properties": {
            "in-place": {**FLAG, "description": said["in_place"], "default": usual.in_place},
            "sdist": {
                "enum": list(get_args(Sdist)),
                "description": said["sdist"],
                "default": usual.sdist,
            },
        },
        "additionalProperties": False,
    }
    document = {
        "$schema": DIALECT,
        "title": "schemawright",
        "description": f"What {OWN_FILE} holds, and [tool.schemawright] of {SHARED_FILE}.",
        "type": "object",
        "properties": {
            **own,
            PACKAGE: {"description": name["description"], "anyOf": [TEXT, tables]},
            SILENCE: {"type": "array", "items": rule},
            BUILD: build,
        },
        "additionalProperties": False,
        "$defs": {"package": package},
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def in_words(values: dict[str, Any]) -> str:
    """Return which values there are, for a table."""
    if "anyOf" in values:
        found = [in_words(each) for each in values["anyOf"]]
        return ", or ".join(dict.fromkeys(found))
    if "enum" in values:
        return ", ".join(f"`{json.dumps(each)}`" for each in values["enum"])
    match values.get("type"):
        case "array":
            return f"a list of {'them' if 'enum' in values['items'] else 'texts'}"
        case "object":
            return "a table"
        case "integer":
            return f"a number from {values['minimum']} to {values['maximum']}"
        case "boolean":
            return "`true`, `false`"
        case "string":
            return "a text"
        case _:
            return "see below"


HEAD = """\
<!-- Generated from the code (tests/configuration_reference.py); changes made here are lost. -->

# Configuration

Options stand in `[tool.schemawright]` of the nearest `pyproject.toml`, or without that heading in
`schemawright.toml`. Paths are relative to the file. Several packages are several
`[[tool.schemawright.package]]` tables; what stands outside of them holds for all. The environment
counts before the file, and the command line before both: `line-length` is `{PREFIX}_LINE_LENGTH`
there, and `--line-length` here.

[`schemawright.schema.json`](schemawright.schema.json) is a JSON Schema of all this, for editors.
Those that know Taplo's directive complete and check `schemawright.toml` if it begins with

```toml
#:schema ./schemawright.schema.json
```

## Options
"""

TAIL = """\
## Rules of silence

Each `[[tool.schemawright.silence]]` table is about changes that `diff` need not tell of: `change`
and `place` are patterns as `fnmatch` has them, everything when left out; `reason` says why, and
`until` is the last day of the rule. Both are needed.
"""


def page() -> str:
    """Return the page with all options."""
    on_line = {each.name for each in main.commands["generate"].params}
    lines = [HEAD.replace("{PREFIX}", PREFIX)]
    for key, each in options().items():
        usual = f" Default: `{json.dumps(each['default'])}`." if "default" in each else ""
        lines += [f"### {key}", "", f"{each['description']}", ""]
        lines += [f"Values: {in_words(each)}.{usual}", ""]
        if key.replace("-", "_") not in on_line:
            lines += ["Not on the command line.", ""]
    lines += [f"## Builds: `[tool.schemawright.{BUILD}]`", ""]
    said, usual_choices = meanings(Choices), Choices()
    lines += ["| key | default | |", "| --- | --- | --- |"]
    for name, text in said.items():
        stated = json.dumps(getattr(usual_choices, name))
        lines.append(f"| `{name.replace('_', '-')}` | `{stated}` | {text} |")
    return "\n".join([*lines, "", TAIL])
