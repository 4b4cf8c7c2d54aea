"""After an edit of prose, what shows none of it is taken from the run before."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from name_edits import schemas
from schema_edits import edited, schema
from schemawright import api, pipeline, reuse, settings
from schemawright.diagnostics import Diagnostic
from schemawright.diagnostics.finding import Related, Severity
from schemawright.ir import Alias, Model, Null, TypeName
from schemawright.location import Location, Position
from schemawright.reuse import Earlier, Last, Trace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from schemawright.config import Options
    from schemawright.results import Written

WORDS = ("What it is.", "Who has it.", 'Ends in a quote"', "Two\n\nparagraphs.", "| * _", "")

KINDS: Mapping[str, Any] = {
    "title": "Order",
    "type": "object",
    "description": "An order.",
    "properties": {
        "state": {"enum": ["new", "sent"], "description": "How it stands."},
        "description": {"type": "string", "default": "none"},
        "lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}},
        "payment": {"$ref": "#/$defs/Payment"},
        "odd": {"type": "integer", "default": "one", "description": "Its default is no integer."},
    },
    "$defs": {
        "Line": {"type": "object", "properties": {"count": {"type": "integer"}}},
        "Payment": {"oneOf": [{"type": "string", "pattern": "^[A-Z]+$"}, {"$ref": "#/$defs/Line"}]},
    },
}
"""A schema with a declaration of each kind."""


class Project:
    """A schema in a file, and what is generated from it again and again."""

    def __init__(self, folder: Path, **how: Any) -> None:
        self.folder = folder
        self.source = folder / "order.json"
        self.earlier = Earlier()
        self._how = {"source": str(self.source), "package": "orders", **how}

    def options(self, out: str) -> Options:
        given = {**self._how, "out": str(self.folder / out)}
        return settings.options(given, lambda key: (Location(key), None))

    def run(self, value: object, *changed: Path) -> Written:
        self.source.write_text(json.dumps(value))
        earlier = self.earlier.after(map(str, (self.source, *changed)))
        (written,) = api.write([self.options("out")], lambda _: None, earlier=earlier)
        self.earlier = api.earlier([written])
        return written

    def is_as_clean(self, written: Written) -> bool:
        """Tell whether a run left what a run from the beginning leaves."""
        (clean,) = api.write([self.options("clean")], lambda _: None, force=True)
        assert written.findings == clean.findings
        return self.tree("out") == self.tree("clean")

    def tree(self, name: str) -> Mapping[str, bytes]:
        top = self.folder / name
        files = (each for each in top.rglob("*") if each.is_file())
        return {each.relative_to(top).as_posix(): each.read_bytes() for each in files}


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing is to be kept secret


def reworded(value: Any, chance: Random) -> Any:
    """Return a document with another description somewhere, in a schema."""
    value = json.loads(json.dumps(value))
    place = chance.choice([*schemas(value)])
    place["description"] = chance.choice([w for w in WORDS if w != place.get("description")])
    return value


@pytest.mark.parametrize("seed", range(25))
def test_the_result_is_always_that_of_a_clean_run(tmp_path: Path, seed: int) -> None:
    chance = seeded(seed)
    project = Project(tmp_path)
    value: Any = KINDS if seed % 2 else schema(chance)
    assert project.run(value).is_whole
    for _ in range(4):
        prose = bool(seed % 2) or chance.random() < 0.7
        value = reworded(value, chance) if prose else edited(value, chance)
        written = project.run(value)
        assert prose is not written.is_whole or not prose
        assert project.is_as_clean(written)


@pytest.mark.parametrize(
    "where",
    [(), ("properties", "state"), ("properties", "odd"), ("$defs", "Line"), ("$defs", "Payment")],
)
def test_what_shows_no_prose_is_not_rendered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: tuple[str, ...]
) -> None:
    project = Project(tmp_path)
    before = project.run(KINDS).findings
    assert before
    for part in ("assertions_of", "reviewed"):
        monkeypatch.setattr(pipeline, part, None)
    value = json.loads(json.dumps(KINDS))
    place = value
    for each in where:
        place = place[each]
    place["description"] = "Said otherwise."
    written = project.run(value)
    monkeypatch.undo()
    assert not written.is_whole
    assert written.findings == before
    assert b"Said otherwise." in b"".join(written.plan.write.values())
    assert not [each for each in written.plan.write if "_validation" in each.parts]
    assert project.is_as_clean(written)


@pytest.mark.parametrize(
    ("keywords", "key"),
    [
        ({"default": {"description": "a"}}, "default"),
        ({"enum": [{"description": "a"}]}, "enum"),
        ({"x-more": {"description": "a"}}, "x-more"),
        ({"discriminator": {"propertyName": "p", "mapping": {"description": "a"}}}, "mapping"),
        ({"properties": {"description": {"type": "string"}}}, "properties"),
    ],
)
def test_a_description_that_is_data_is_no_prose(keywords: Any, key: str) -> None:
    text = json.dumps(keywords)
    other = json.loads(text.replace('"a"', '"b"').replace('"string"', '"null"'))
    assert key in text
    assert digest(keywords) != digest(other)
    assert digest(keywords) == digest({**keywords, "description": "More."})


def digest(value: object) -> str:
    document: Any = type("Document", (), {"uri": "a.json", "value": value})
    return reuse.trace([document], Model(roots=(), declarations={}), []).rest


def test_what_comes_from_elsewhere_is_something_else() -> None:
    name, here, there = TypeName("A"), Location("a.json", "/a"), Location("a.json", "/b")
    one = Alias(name=name, target=Null(), location=here, places=(here,))
    rests = {
        reuse.trace([], Model(roots=(), declarations={name: each}), []).rest
        for each in (one, replace(one, location=there), replace(one, places=(there,)))
    }
    assert len(rests) == 3


def test_other_changes_mean_a_whole_run(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.run(KINDS)
    assert not project.run(reworded(KINDS, seeded(1))).is_whole
    assert project.run(reworded(KINDS, seeded(2)), tmp_path / "template").is_whole
    (tmp_path / "out/orders/enums.py").write_text("# edited\n")
    written = project.run(reworded(KINDS, seeded(3)))
    assert written.is_whole
    assert [each.name for each in written.plan.kept] == ["enums.py"]


def test_black_formats_what_was_rendered_and_nothing_else(tmp_path: Path) -> None:
    project = Project(tmp_path, format="black")
    project.run(KINDS)
    written = project.run(reworded(KINDS, seeded(1)))
    assert not written.is_whole
    assert project.is_as_clean(written)


def test_traces_are_kept_as_text() -> None:
    at = Location("a.json", "/a")
    found = Diagnostic(
        code="c",
        message="m",
        location=at,
        severity=Severity.WARNING,
        hint="h",
        related=(Related(Location("b.json"), "there"),),
        detail="d",
    )
    trace = Trace("rest", {TypeName("A"): "prose"}, (found,))
    assert reuse.load(reuse.dump({"out/a": trace})) == {"out/a": trace}
    placed = Diagnostic(code="c", message="m", location=at, position=Position(1, 1))
    assert reuse.load(reuse.dump({"out/a": trace._replace(findings=(placed,))})) == {}


def test_a_declaration_that_a_trace_does_not_know_is_rendered() -> None:
    then, now = Trace("rest", {}), Trace("rest", {TypeName("A"): "prose"})
    assert Last(trace=then).edited(now, []) == frozenset({TypeName("A")})


@pytest.mark.parametrize("text", ["", "[", "[]", "{}", '{"a": 1}', '{"a": ["", {}, [[]]]}'])
def test_broken_traces_are_none(text: str) -> None:
    assert reuse.load(text) == {}
