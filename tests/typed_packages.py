"""Packages with codecs, beside the model that they were generated from and a validator's word."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from codec_ways import codec_of
from generated_packages import imported, write
from instances import Instances
from schema_peer import Peer
from schemawright import ir, pipeline
from schemawright.config import Options
from schemawright.lower.types import lower
from schemawright.passes import run_passes
from schemawright.python.names import python_names
from shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping
    from pathlib import Path

    from schemawright.location import Location
    from schemawright.source.library import Library

TARGETS = ("dataclasses", "enums", "codecs")


class Typed(NamedTuple):
    """A generated package, imported."""

    model: ir.Model
    package: Any
    types: Mapping[ir.TypeName, str]
    codecs: Mapping[ir.TypeName, Any]
    peer: Peer
    forgiving: Peer
    """A peer that allows what is decoded: several members of a `oneOf`, unknown values of enums."""
    instances: Instances

    def is_valid(self, name: ir.TypeName, value: Any) -> bool:
        """Tell whether our own code calls a value valid."""
        return bool(self.codecs[name].is_valid(value))

    def class_of(self, name: ir.TypeName) -> type:
        """Return the class of a record or an enumeration."""
        found: type = getattr(self.package, self.types[name])
        return found


def model_of(options: Options, library: Library) -> ir.Model:
    """Return the model of what the sources offer."""
    _, graph, names = pipeline.resolved(options, library, lambda _: None)
    return run_passes(lower(graph, names, lambda _: None))


@contextmanager
def typed(
    source: Path, folder: Path, package: str, *roots: str, open_enums: bool = False
) -> Generator[Typed, None, None]:
    """Generate a package with codecs from a source, and import it."""
    options = Options(
        sources=(source.as_posix(),),
        package=package,
        roots=roots,
        targets=TARGETS,
        open_enums=open_enums,
    )
    library = pipeline.read(options)
    model = model_of(options, library)
    write(pipeline.generate(options, library, lambda _: None).files, folder)
    types = python_names(model).types
    with imported(folder, package) as found:
        offered = {name: codec_of(package, each) for name, each in types.items()}
        yield Typed(
            model=model,
            package=found,
            types=types,
            codecs=offered,
            peer=Peer(library, model),
            forgiving=Peer(
                library,
                model,
                forgiving=True,
                opened=opened_places(model) if open_enums else frozenset(),
            ),
            instances=Instances(model, lambda name, value: offered[name].is_valid(value)),
        )


def tagging(model: ir.Model) -> frozenset[ir.TypeName]:
    """Return the enumerations that tell the members of a union apart."""
    fields = {
        (name, each.property)
        for declaration in model.declarations.values()
        for union in ir.walk(declaration)
        if isinstance(union, ir.Union) and (each := union.tag) is not None
        for _, name in each.cases
    }
    return frozenset(
        name
        for record, property_ in fields
        for field in getattr(model.declarations[record], "fields", ())
        if field.name == property_
        for name in ir.bare(field.type)
    )


def opened_places(model: ir.Model) -> frozenset[Location]:
    """Return where the enumerations are written that keep values that they do not list."""
    closed = tagging(model)
    return frozenset(
        place
        for name, each in model.declarations.items()
        if isinstance(each, ir.Enumeration) and len(each.values) > 1 and name not in closed
        for place in each.places
    )


SUBJECTS = ("call", pytest.param("api", marks=pytest.mark.slow), "shapes")


def opened(request: pytest.FixtureRequest, repository: Path, folder: Path) -> Iterator[Typed]:
    """Yield the package that a fixture's parameter, one of SUBJECTS, asks for."""
    source, roots = repository / "schemas", ["Call"]
    if request.param == "api":
        shared: Path = request.getfixturevalue("shared")
        source = shared / "data/vapi-openapi.json"
    elif request.param == "shapes":
        source, roots = folder / "shapes.json", []
        source.write_text(json.dumps(SHAPES), encoding="utf-8")
    with typed(source, folder, f"{request.param}_instances", *roots) as found:
        yield found
