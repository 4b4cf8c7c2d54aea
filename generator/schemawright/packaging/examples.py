"""Examples of the types of a package: valid by its schemas, decoded by the package itself."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright import ir
from schemawright.checks.module import written
from schemawright.checks.naming import Naming
from schemawright.packaging.instances import Instances, UndrawnError
from schemawright.source.values import is_object
from schemawright.validation import RUNTIME

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import PurePosixPath

    from schemawright.explain.survey import Survey
    from schemawright.targets.subject import Asserted, Subject

MOST = 100
"""So many types have examples, at most."""
_MOST_PRINTED, _LONGEST_PRINTED = 3, 60
_SECONDS = 60


class Example(NamedTuple):
    """A value of a type."""

    type: str
    """The name of the class or the alias."""
    codec: str
    value: Any
    is_class: bool
    attributes: tuple[str, ...]
    """Some attributes of the object whose values are short."""


class Shown(NamedTuple):
    """Code that decodes an example, and what it prints."""

    code: str
    output: str


def examples(survey: Survey) -> tuple[Example, ...]:
    """Return an example of each root, as far as there are codecs and one is found."""
    subject = survey.subject
    if subject.asserted is None:
        return ()
    instances = Instances(subject.model, _judge(subject.asserted))
    found: list[Example] = []
    for name in dict.fromkeys(subject.model.roots):
        if len(found) == MOST:
            break
        try:
            value = instances.of(name)
        except UndrawnError:
            continue
        found.append(_example(subject, name, value))
    return tuple(found)


def shown(
    examples: tuple[Example, ...], package: str, files: Mapping[PurePosixPath, str]
) -> Shown | None:
    """Return code that decodes an example, and what it prints.

    It is that of a class, if there is one, and the first that has most to print.

    The package is imported in a process of its own, which sees nothing but its files; what it does
    not decode is not shown.

    Args:
        examples: what there is to choose from.
        package: the import name.
        files: the files of the package.
    """
    if not examples:
        return None
    chosen = max(examples, key=lambda each: (each.is_class, len(each.attributes)))
    code = _code(chosen, package)
    with tempfile.TemporaryDirectory(prefix="schemawright-") as folder:
        for path, text in files.items():
            place = Path(folder, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
        start = f"import sys; sys.path.insert(0, {folder!r}); sys.stdout.reconfigure(newline='\\n')"
        try:
            done = subprocess.run(  # noqa: S603 - our own code, on data that is a literal in it
                [sys.executable, "-I", "-X", "utf8", "-c", f"{start}\n{code}"],
                capture_output=True,
                check=True,
                timeout=_SECONDS,
            )
        except (subprocess.SubprocessError, OSError):
            return None
    return Shown(code, done.stdout.decode(errors="replace"))


def _judge(asserted: Asserted) -> Callable[[ir.TypeName, Any], bool]:
    code = written(asserted.plan, asserted.patterns, home=f"{RUNTIME}.", naming=Naming({}))
    scope: dict[str, Any] = {}
    # Nothing that a schema says is code in it: values are literals, names are our own.
    exec(compile(code.text, "<checks>", "exec"), scope)  # noqa: S102

    def is_valid(name: ir.TypeName, value: Any) -> bool:
        check: Callable[[Any], bool] = scope[code.roots[asserted.roots[name]]]
        try:
            return check(value)
        except RecursionError:
            return False

    return is_valid


def _example(subject: Subject, name: ir.TypeName, value: Any) -> Example:
    declaration = subject.model.declarations[name]
    attributes: list[str] = []
    is_class = isinstance(declaration, ir.Record) and is_object(value)
    if isinstance(declaration, ir.Record) and is_object(value):
        names = subject.names.fields[name]
        for field in declaration.fields:
            found: object = value.get(field.name)
            if _is_short(found) and len(attributes) < _MOST_PRINTED:
                attributes.append(names[field.name])
    return Example(
        type=subject.names.types[name],
        codec=subject.names.codecs[name],
        value=value,
        is_class=is_class,
        attributes=tuple(attributes),
    )


def _is_short(value: object) -> bool:
    if isinstance(value, str):
        return 0 < len(value) <= _LONGEST_PRINTED and value.isprintable()
    return isinstance(value, bool | int | float)


def _code(example: Example, package: str) -> str:
    """Return code that decodes an example from its JSON text, and prints what came of it.

    JSON has no three quotes in a row; backticks are escaped, so that code can stand in Markdown.
    """
    text = json.dumps(example.value, indent=2).replace("`", "\\u0060")
    text = f"{text}\n" if text.endswith('"') else text
    lines: list[str] = []
    if example.is_class:
        home, value = example.type, "decoded"
        lines += [f"from {package} import {home}", ""]
        lines += [f'{value} = {home}.from_json(r"""{text}""")']
        lines += [f"print({value}.{each})" for each in example.attributes]
        lines += [f"print({value}.to_json().decode())"]
    else:
        lines += [f"from {package} import codecs", ""]
        lines += [f'decoded = codecs.{example.codec}.decode_json(r"""{text}""")']
        lines += ["print(decoded)"]
        lines += [f"print(codecs.{example.codec}.encode_json(decoded).decode())"]
    return "\n".join(lines) + "\n"


def round_trips(examples: tuple[Example, ...]) -> str:
    """Return the examples as JSON, by the names of their codecs."""
    found = {each.codec: each.value for each in examples}
    return json.dumps(found, indent=2) + "\n"
