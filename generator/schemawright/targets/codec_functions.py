"""The functions that codecs are made of: those for what is usual, and those for all else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.checks.naming import Naming
from schemawright.codecs.conversions import CONVERSIONS
from schemawright.codecs.declared import Declared
from schemawright.codecs.leniency import lenient
from schemawright.codecs.quick import OF_OPEN, Quick, quick
from schemawright.codecs.records import Attributes
from schemawright.codecs.thorough import Functions, functions
from schemawright.python.text import string
from schemawright.targets.dataclasses import unset_fields
from schemawright.targets.held import HELD_PREFIX, held_module, held_name
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
    enumerations: tuple[tuple[str, str], ...]
    """Each with what has its members."""
    constants: tuple[str, ...]
    functions: tuple[str, ...]
    tables: tuple[str, ...]
    thorough: tuple[tuple[str, str], ...]
    """The variables of thorough functions, with what these are known by."""


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
    decoders: tuple[tuple[str, str], ...]
    encoders: tuple[tuple[str, str], ...]
    classes: tuple[tuple[str, str], ...]


def codec_functions(subject: Subject, asserted: Asserted) -> Mapping[PurePosixPath, str]:
    """Return the modules of functions for all declared types."""
    unset = unset_fields(subject)
    types = subject.names.types
    formats = {each: CONVERSIONS.get(each) or held_name(each) for each in subject.formats}
    declared = Declared(
        model=subject.model,
        types=types,
        attributes={
            each.name: Attributes(subject.names.fields[each.name], unset[each.name])
            for each in subject.records()
        },
        roots=asserted.roots,
        formats=formats,
        opened=subject.opened(),
    )
    thorough = functions(declared)
    naming = Naming({key: types[name] for name, key in asserted.roots.items()})
    wanted = asserted._replace(plan=lenient(asserted.decoding))
    found = quick(declared, wanted.plan, asserted.patterns, naming)
    checked = tuple(dict.fromkeys([*found.checked, *thorough.checked]))
    files = {
        subject.path(PACKAGE, "checks.py"): checks(
            subject, wanted, checked, f"..{VALIDATORS}.", found.simple
        )
    }
    if subject.opened():
        closed = asserted._replace(plan=lenient(asserted.plan))
        files[subject.path(PACKAGE, "listed.py")] = checks(
            subject, closed, checked, f"..{VALIDATORS}."
        )
    files = files if checked else {}
    if held := held_module(subject):
        files[subject.path(PACKAGE, "held.py")] = held
    return {
        **files,
        subject.path(PACKAGE, "decoders.py"): _decoders(subject, found),
        subject.path(PACKAGE, "encoders.py"): _encoders(subject, found),
        subject.path(PACKAGE, "thorough.py"): _thorough(subject, thorough),
    }


def _records(subject: Subject) -> tuple[tuple[str, str], ...]:
    types = subject.names.types
    return tuple(sorted((types[each.name], subject.home(each.name)) for each in subject.records()))


def _imported(lines: Iterable[str], conversions: Iterable[str]) -> list[str]:
    """Return what functions import of what the package has."""
    names = [*conversions]
    runtime = ", ".join(each for each in names if not each.startswith(HELD_PREFIX))
    found = [f"from ..{VALIDATORS}.conversions import {runtime}"] if runtime else []
    own = ", ".join(each for each in names if each.startswith(HELD_PREFIX))
    found += [f"from .held import {own}"] if own else []
    unset = ["from .._runtime import UNSET"] if any("UNSET" in each for each in lines) else []
    return [*unset, *found]


def _decoders(subject: Subject, found: Quick) -> str:
    types, opened = subject.names.types, subject.opened()
    enumerations = tuple(
        (types[each.name], "OpenMembers" if each.name in opened else "Members")
        for each in subject.enumerations()
    )
    thorough = (
        *((f"thorough_{name}", name) for name in found.thorough),
        *((f"listed_{name}", _listed(name)) for name in found.listed),
    )
    first_use = {"UnusualError", *found.first_use, *(["Later"] if thorough else [])}
    first_use |= {table for _, table in enumerations} - {"OpenMembers"}
    first_use |= {"New"} if any(subject.records()) else set()
    view = DecodersView(
        imports=(
            *found.imports,
            *_imported(found.functions, found.runtime),
            f"from ..{VALIDATORS}.first_use import {', '.join(sorted(first_use))}",
            *([_of_open(found.open_members, "OpenMembers")] if opened else []),
        ),
        records=_records(subject),
        enumerations=enumerations,
        constants=found.constants,
        functions=found.functions,
        tables=found.tables,
        thorough=thorough,
    )
    return subject.templates.render("python/codec_decoders.py.jinja", view)


def _of_open(names: Iterable[str], more: str) -> str:
    """Return what imports what open enumerations need."""
    return f"from ..{VALIDATORS}.open_members import {', '.join(sorted({*names, more}))}"


def _listed(name: str) -> str:
    """Return what the function is known by that decodes the values that an enumeration lists."""
    return f"{name} as listed"


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
    return subject.templates.render("python/codec_encoders.py.jinja", view)


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
    opened = sorted(types[each] for each in subject.opened())
    of_open = OF_OPEN.intersection(found.runtime)
    member = [_of_open(of_open, "member")] if opened else []
    listed = ["from .listed import CHECKS as LISTED"] if found.listed else []
    view = ThoroughView(
        imports=(
            *lines,
            *_imported(found.functions, sorted({"encoded", *found.runtime} - of_open)),
            *member,
            *checked,
            *listed,
        ),
        functions=found.functions,
        constants=found.constants,
        decoders=(
            *((string(name), f"decode_{name}") for name in sorted(types.values())),
            *((string(_listed(name)), f"listed_{name}") for name in opened),
        ),
        encoders=tuple((string(name), f"encode_{name}") for name in sorted(types.values())),
        classes=tuple((f"class_{types[each]}", f"encode_{types[each]}") for each in classes),
    )
    return subject.templates.render("python/codec_thorough.py.jinja", view)
