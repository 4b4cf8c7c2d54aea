"""Dataclasses: a module for each declared type, with the inline types that belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.diagnostics import unused_default
from schemawright.nulls import admits_null, nulls
from schemawright.python.annotations import ANY, NONE
from schemawright.python.defaults import Defaults
from schemawright.python.expressions import PyExpr, Symbol, either, symbol
from schemawright.python.layout import statement
from schemawright.python.text import docstring, string
from schemawright.targets.aliases import aliases
from schemawright.targets.module_imports import DATACLASS, ImportsView, Needs, bound_imports
from schemawright.targets.statements import class_line, is_deferred
from schemawright.targets.validators import deferral

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import PurePosixPath

    from schemawright.targets.subject import Subject

RUNTIME = "._runtime"
UNSET_TYPE, UNSET = symbol(RUNTIME, "Unset"), symbol(RUNTIME, "UNSET")
MODEL = Symbol("._model", "Model")

_USUAL = "slots=True, kw_only=True"
"""What the decorator of every dataclass is told."""


class Attribute(NamedTuple):
    """One field of a dataclass, before names are bound."""

    name: str
    annotation: PyExpr
    default: PyExpr | None
    docs: str


class _Context(NamedTuple):
    """What all attributes are made with."""

    subject: Subject
    defaults: Defaults
    nulls: AbstractSet[ir.TypeName]
    """The aliases that null is a value of."""


class FieldView(NamedTuple):
    """One field as text."""

    statement: str
    docstring: str


class ClassView(NamedTuple):
    """One dataclass as text."""

    header: str
    docstring: str
    fields: tuple[FieldView, ...]


class ModelView(NamedTuple):
    """The base of all dataclasses as text."""

    bases: str
    checks_made: bool
    """Whether objects are checked when they are made."""


class ModuleView(NamedTuple):
    """One module of dataclasses as text."""

    decorator: str
    imports: ImportsView
    classes: tuple[ClassView, ...]


def dataclasses(subject: Subject) -> Mapping[PurePosixPath, str]:
    """Return the modules of dataclasses and of aliases, and the table of wire names."""
    modules: dict[str, list[ir.Record]] = {}
    for record in subject.records():
        modules.setdefault(subject.names.module(record.name), []).append(record)
    files: dict[PurePosixPath, str] = {}
    defaults = Defaults(subject.model, subject.names, subject.formats)
    context = _Context(subject, defaults, nulls(subject.model))
    uses_unset = False
    for module, records in sorted(modules.items()):
        if not subject.shows_anew(records):
            continue
        records.sort(key=lambda each: (len(ir.segments(each.name)), each.name))
        found = {record.name: _attributes(record, context) for record in records}
        every = [each for some in found.values() for each in some]
        uses_unset = uses_unset or any(map(_uses_unset, every))
        view = _module(module, records, found, subject)
        files[subject.path("models", f"{module}.py")] = subject.templates.render(
            "python/models.py.jinja", view
        )
    if subject.edited is not None:
        return {**files, **aliases(subject)}
    if modules:
        files[subject.path("models", "__init__.py")] = subject.templates.render(
            "python/models_init.py.jinja", None
        )
        files[subject.path("wire_names.py")] = _wire_names(subject)
        if not subject.eager:
            files.update(deferral(subject))
        if subject.validates:
            bases = "(Coded)" if subject.decodes else ""
            model = ModelView(bases=bases, checks_made=subject.checks_made)
            files[subject.path("_model.py")] = subject.templates.render(
                "python/model.py.jinja", model
            )
    if uses_unset or (subject.decodes and any(unset_fields(subject).values())):
        files[subject.path("_runtime.py")] = subject.templates.render(
            "python/runtime.py.jinja", None
        )
    return {**files, **aliases(subject)}


def _uses_unset(attribute: Attribute) -> bool:
    annotated = any(symbol.module == RUNTIME for symbol in attribute.annotation.symbols())
    return annotated or attribute.default is UNSET


def attributes(record: ir.Record, subject: Subject) -> tuple[Attribute, ...]:
    """Return the attribute of each field of a record."""
    defaults = Defaults(subject.model, subject.names, subject.formats)
    return _attributes(record, _Context(subject, defaults, nulls(subject.model)))


def unset_fields(subject: Subject) -> Mapping[ir.TypeName, frozenset[str]]:
    """Return, of each record, the keys whose attribute is UNSET where they are absent."""
    nullable = nulls(subject.model)
    spelling = subject.spelling()
    return {
        record.name: frozenset(
            each.name
            for each in record.fields
            if not each.required and _is_unset(each.type, spelling.annotation(each.type), nullable)
        )
        for record in subject.records()
    }


def _is_unset(type_: ir.Type, annotation: PyExpr, nullable: AbstractSet[ir.TypeName]) -> bool:
    """Tell whether None is a value of an attribute, so that it cannot mean absent."""
    return annotation == ANY or admits_null(type_, nullable)


def _attributes(record: ir.Record, context: _Context) -> tuple[Attribute, ...]:
    subject = context.subject
    spelling = subject.spelling()
    names = subject.names.fields[record.name]
    return tuple(
        _attribute(field, names[field.name], spelling.annotation(field.type), context)
        for field in record.fields
    )


def _attribute(field: ir.Field, name: str, annotation: PyExpr, context: _Context) -> Attribute:
    """Return a field's attribute: absent is None, or UNSET where None is a value of its own."""
    subject, defaults, nullable = context
    spelled = annotation
    default: PyExpr | None = None
    if not field.required:
        default = NONE
        if annotation == ANY:
            default = UNSET
        elif admits_null(field.type, nullable):
            annotation = either((annotation, UNSET_TYPE))
            default = UNSET
        elif isinstance(field.type, ir.Never):
            annotation = NONE
        else:
            annotation = either((annotation, NONE))
    if not isinstance(field.default, ir.Missing):
        stated = defaults.default(field.type, field.default, spelled)
        if stated is not None:
            default = stated
        elif field.default != ir.Constant(ir.Kind.NULL, None):
            subject.report(unused_default(field.location / "default", _fault(field, subject)))
    return Attribute(name=name, annotation=annotation, default=default, docs=_prose(field))


def _fault(field: ir.Field, subject: Subject) -> str:
    """Return why a field's default cannot be the default of its attribute."""
    structured = isinstance(field.default, ir.JsonObject | ir.JsonArray)
    text = isinstance(field.type, ir.String) and field.type.format in subject.formats
    if structured or text:
        return "it would have to be decoded first"
    return "it is not of the type that it is the default of"


def _prose(field: ir.Field) -> str:
    said = field.docs.description or field.docs.title
    marks = ["Deprecated."] if field.docs.deprecated else []
    if field.access is ir.Access.READ_ONLY:
        marks.append("Read-only.")
    if field.access is ir.Access.WRITE_ONLY:
        marks.append("Write-only.")
    return "\n\n".join(filter(None, (said, " ".join(marks))))


def _module(
    module: str,
    records: Iterable[ir.Record],
    found: Mapping[ir.TypeName, tuple[Attribute, ...]],
    subject: Subject,
) -> ModuleView:
    every = [each for some in found.values() for each in some]
    classes = [subject.names.types[record.name] for record in records]
    needs = Needs(
        here=f".models.{module}",
        taken={*classes, *(each.name for each in every)},
        annotations=[each.annotation for each in every],
        defaults=[each.default for each in every if each.default is not None],
        bases=[MODEL] if subject.validates else [],
    )
    deferred = is_deferred(subject, needs.taken)
    imports, bound = bound_imports(needs, deferred=deferred, width=subject.width)
    views = tuple(
        ClassView(
            header=_header(subject.names.types[record.name], bound.get(MODEL), subject.width),
            docstring=docstring(subject.prose(record), indent=4, width=subject.width),
            fields=tuple(_fields(found[record.name], bound, subject.width)),
        )
        for record in records
    )
    asked = f"{_USUAL}, weakref_slot=True" if subject.weakref else _USUAL
    return ModuleView(decorator=f"{bound[DATACLASS]}({asked})", imports=imports, classes=views)


def _header(name: str, base: str | None, width: int) -> str:
    return f"class {name}:" if base is None else class_line(name, base, width=width)


def _fields(
    attributes: Iterable[Attribute], bound: Mapping[Symbol, str], width: int
) -> Iterator[FieldView]:
    for each in attributes:
        source = f"{each.name}: {each.annotation.text(bound)}"
        if each.default is not None:
            source = f"{source} = {each.default.text(bound)}"
        yield FieldView(
            statement=statement(source, indent=4, width=width),
            docstring=docstring(each.docs, indent=4, width=width),
        )


def _wire_names(subject: Subject) -> str:
    renamed = {
        subject.names.types[record.name]: [
            f"{string(subject.names.fields[record.name][field.name])}: {string(field.name)},"
            for field in record.fields
            if subject.names.fields[record.name][field.name] != field.name
        ]
        for record in subject.records()
    }
    pairs = [(name, renamed[name]) for name in sorted(renamed) if renamed[name]]
    return subject.templates.render("python/wire_names.py.jinja", pairs)
