"""The functions that codecs are made of: those for what is usual, and those for all else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.checks.naming import Naming
from schemawright.codecs.conversions import CONVERSIONS
from schemawright.codecs.leniency import lenient
from schemawright.codecs.quick import Declared, Quick, quick
from schemawright.codecs.records import Attributes
from schemawright.codecs.thorough import Functions, functions
from schemawright.python.text import string
from schemawright.rendering import render
from schemawright.targets.dataclasses import unset_fields
from schemawright.targets.validators import HOME as VALIDATORS
from schemawright.targets.validators import checks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import PurePosixPath

    from schemawright.targets.subject import Asserted, Subject

PACKAGE = "_codecs"
"""The private package of the generated one that they lie in."""


class DecodersView(NamedTuple):
    """The module that checks and decodes what is usual, as text."""

    imports: tuple[str, ...]
    records: tuple[tuple[str, str], ...]
    enumerations: tuple[str, ...]
    constants: tuple[str, ...]
    functions: tuple[str, ...]
    tables: tuple[str, ...]
    thorough: tuple[str, ...]


class EncodersView(NamedTuple):
    """The module that encodes what was decoded, as text."""

    imports: tuple[str, ...]
    records: tuple[tuple[str, str], ...]
    enumerations: tuple[str, ...]
    encoders: tuple[str, ...]


class ThoroughView(NamedTuple):
    """The module of thorough functions as text."""

    imports: tuple[str, ...]
    functions: tuple[str, ...]
    constants: tuple[str, ...]
    types: tuple[tuple[str, str, str], ...]
    classes: tuple[tuple[str, str], ...]


def codec_functions(subject: Subject, asserted: Asserted) -> Mapping[PurePosixPath, str]:
    """Return the modules of functions for all declared types."""
    unset = unset_fields(subject)
    types = subject.names.types
    formats = {each: CONVERSIONS[each] for each in subject.formats}
    thorough = functions(subject.model, types, subject.names.fields, unset, formats)
    declared = Declared(
        model=subject.model,
        types=types,
        attributes={
            each.name: Attributes(subject.names.fields[each.name], unset[each.name])
            for each in subject.records()
        },
        roots=asserted.roots,
        formats=formats,
    )
    naming = Naming({key: types[name] for name, key in asserted.roots.items()})
    wanted = asserted._replace(plan=lenient(asserted.plan))
    found = quick(declared, wanted.plan, asserted.patterns, naming)
    checked = tuple(dict.fromkeys([*found.checked, *thorough.checked]))
    files = {
        subject.path(PACKAGE, "checks.py"): checks(
            subject, wanted, checked, f"..{VALIDATORS}.", found.simple
        )
    }
    return {
        **(files if checked else {}),
        subject.path(PACKAGE, "decoders.py"): _decoders(subject, found),
        subject.path(PACKAGE, "encoders.py"): _encoders(subject, found),
        subject.path(PACKAGE, "thorough.py"): _thorough(subject, thorough),
    }


def _records(subject: Subject) -> tuple[tuple[str, str], ...]:
    types = subject.names.types
    return tuple(sorted((types[each.name], subject.home(each.name)) for each in subject.records()))


def _imported(lines: Iterable[str], conversions: Iterable[str]) -> list[str]:
    """Return what functions import of what the package has."""
    runtime = ", ".join(conversions)
    found = [f"from ..{VALIDATORS}.conversions import {runtime}"] if runtime else []
    unset = ["from .._runtime import UNSET"] if any("UNSET" in each for each in lines) else []
    return [*unset, *found]


def _decoders(subject: Subject, found: Quick) -> str:
    first_use = {"UnusualError", *found.first_use, *(["Later"] if found.thorough else [])}
    first_use |= {"Members"} if any(subject.enumerations()) else set()
    first_use |= {"New"} if any(subject.records()) else set()
    view = DecodersView(
        imports=(
            *found.imports,
            *_imported(found.functions, found.runtime),
            f"from ..{VALIDATORS}.first_use import {', '.join(sorted(first_use))}",
        ),
        records=_records(subject),
        enumerations=tuple(subject.names.types[each.name] for each in subject.enumerations()),
        constants=found.constants,
        functions=found.functions,
        tables=found.tables,
        thorough=found.thorough,
    )
    return render("python/codec_decoders.py.jinja", view)


def _encoders(subject: Subject, found: Quick) -> str:
    first_use = [*(["UnusualError"] if any(subject.records()) else []), "encoders"]
    view = EncodersView(
        imports=(
            *_imported(found.encoders, found.encoding),
            f"from ..{VALIDATORS}.first_use import {', '.join(first_use)}",
        ),
        records=_records(subject),
        enumerations=tuple(subject.names.types[each.name] for each in subject.enumerations()),
        encoders=found.encoders,
    )
    return render("python/codec_encoders.py.jinja", view)


def _thorough(subject: Subject, found: Functions) -> str:
    types = subject.names.types
    classes = [
        name for name, each in subject.model.declarations.items() if not isinstance(each, ir.Alias)
    ]
    lines = [
        f"from .{subject.home(name)} import {types[name]} as class_{types[name]}"
        for name in sorted(classes, key=lambda each: (subject.home(each), types[each]))
    ]
    checked = ["from .checks import CHECKS"] if found.checked else []
    view = ThoroughView(
        imports=(
            *lines,
            *_imported(found.functions, sorted({"encoded", *found.runtime})),
            *checked,
        ),
        functions=found.functions,
        constants=found.constants,
        types=tuple(
            (string(name), f"decode_{name}", f"encode_{name}") for name in sorted(types.values())
        ),
        classes=tuple((f"class_{types[each]}", f"encode_{types[each]}") for each in classes),
    )
    return render("python/codec_thorough.py.jinja", view)
