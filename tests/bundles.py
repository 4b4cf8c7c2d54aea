"""Bundles in the hands of the tests: made, checked to be self-contained, and used."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.validators import validator_for  # type: ignore[import-untyped]
from referencing import Resource
from referencing.jsonschema import DRAFT202012

import schemawright
from schemawright.source.dialects import BY_KEY
from schemawright.source.graph import closure, references_of
from schemawright.source.library import Library
from schemawright.source.places import walk
from schemawright.source.references import References
from schemawright.source.roots import chosen_roots
from schemawright.source.values import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from referencing import Registry

METASCHEMAS: Registry[Any] = import_module("jsonschema_specifications").REGISTRY
"""All that is known beside a bundle."""


def put(files: Mapping[str, Any]) -> None:
    """Write files below the working directory: texts as they are, other values as JSON."""
    for name, value in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")


def bundle(*sources: str, **how: Any) -> Any:
    """Return a bundle that is self-contained, and stays the same when it is bundled again."""
    made: Any = schemawright.bundle(sources, **how)
    again = {key: how[key] for key in ("dialect", "operations") if key in how}
    folder = Path("bundled again")
    folder.mkdir(exist_ok=True)
    path = folder / "bundle.json"
    path.write_text(json.dumps(made), encoding="utf-8")
    assert [*outside(path, how.get("dialect"))] == []
    assert str(Path.cwd()) not in json.dumps(made)
    twice = schemawright.bundle(path.as_posix(), **again)
    assert json.dumps(twice, indent=1) == json.dumps(made, indent=1)
    return made


def outside(path: Path, dialect: str | None = None) -> Iterator[str]:
    """Yield the references of a document that lead out of it, or nowhere."""
    library = Library([path.as_posix()])
    references = References(library, BY_KEY[dialect] if dialect else None)
    roots, _ = chosen_roots(references, (), with_operations=True)
    closure(references, roots)
    for start in references.offers[path.as_posix()].starts():
        (entry,) = library.entries
        at = roots[0]._replace(pointer=start)
        for found in walk(entry.at(start), at, references.dialect(at)):
            schema = found.schema(at.uri)
            for _, keyword, text in references_of(schema):
                target = references.resolve(text, schema)
                if target.location is None and references.dynamic(keyword, target, schema):
                    continue
                if target.location is None or target.location.uri != at.uri:
                    yield f"{schema.location}: {text}"
                    continue
                whole = (target.uri.partition("#")[0], target.location)
                crossed = references.resource(whole[1]).uri
                if crossed != whole[0]:
                    yield f"{schema.location}: {text} goes through {crossed}"


def unresolvable(made: Any, usual: Any = DRAFT202012) -> Iterator[str]:
    """Yield the references that another library does not find in a document by itself."""
    root: Resource[Any] = Resource.from_contents(made, usual)
    registry = METASCHEMAS.with_resource("", root).crawl()
    start: Any = registry.resolver("").in_subresource(root)
    pending = [(root, start)]
    while pending:
        resource, resolver = pending.pop()
        contents = resource.contents
        dynamic = ("$dynamicRef",) if "2020-12" in repr(resource) else ()
        for keyword in ("$ref", *dynamic) if is_object(contents) else ():
            if isinstance(contents.get(keyword), str):
                try:
                    resolver.lookup(contents[keyword])
                except Exception as error:  # noqa: BLE001 - whatever it is, it is a failure
                    yield f"{contents[keyword]}: {error!r}"
        pending += [(each, resolver.in_subresource(each)) for each in resource.subresources()]


def accepts(made: Any, instance: Any) -> bool:
    """Tell whether a document accepts an instance, with nothing else to look at."""
    assert [*unresolvable(made)] == []
    validator: Any = validator_for(made, default=Draft202012Validator)
    return bool(validator(made, registry=METASCHEMAS).is_valid(instance))
