"""What is added to documents changes no file that has nothing to do with it, whatever the target.

What may change is said by the model and by what schemas assert, never by the files:

- A declared type is *edited* if its declaration differs, or if a schema differs that is asserted
  below one of its places.
- It is *near* an edited type if it mentions one, by itself or through aliases (which code may write
  out), before or after the edit.
- It is *above* an edited type if it holds one, however deep, and *below* one that holds it.
- It is *alike* if a schema of it says the same as one that differs, before or after, or if it
  mentions such a type, through aliases too: what says the same is checked by one function.

A module of a class may change if a type in it is edited or near. A page may change for the same
reasons, and because a type in it is mentioned by an edited one, as pages list who uses a type. Of
what a package has only once (`enums`, `typed_dicts`, `guards`, `codecs`, …), the parts may change
that belong to types which are edited or near. What checks, decodes and encodes has parts of types
above, too, as it looks into values, below, as what is called depends on who calls it, and alike.
There, what several functions need is made once and called after the first of them, so its name does
not count; nor do numbers of local variables, which depend on what was written before. What belongs
to no type is told by name: imports from the run time, the first page, and the data of reports,
where schemas are known by number.
"""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest

from alike_schemas import changed
from file_parts import IMPORT, Owners, differing
from name_edits import edited, ignored, lost, things_of
from schemawright import ir, pipeline, settings
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.lock.names import LockedNames
from schemawright.runs import without_collecting
from schemawright.targets import run_targets
from schemawright.targets.typed_dicts import dict_name
from test_name_stability import SCHEMAS, UNIONS, put

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from name_edits import Documents
    from schemawright.assertions.plan import Asserts, Key
    from schemawright.targets.subject import Subject

Edges = dict[ir.TypeName, set[ir.TypeName]]

BY_NUMBER = "made/_validation/assertions.py"
LOOKING_IN = ("made/_validation/checks.py", "made/_codecs/")
FIRST_PAGE = "docs/index.md"
CONSTANTS = re.compile(r"((C|T|best)\d+|known)_\w+")
SHARED = re.compile(rf"\b({CONSTANTS.pattern}|check_[A-Za-z0-9]+_\w+)")
"""The names of what functions share: constants, and checks of schemas that have no type."""
LOCALS = re.compile(r"\bx\d+\b")


class Package(NamedTuple):
    """A package with what it was made from."""

    files: Mapping[str, str]
    locked: LockedNames
    subject: Subject

    @property
    def model(self) -> ir.Model:
        """The types."""
        return self.subject.model

    @property
    def asserts(self) -> Mapping[Key, Asserts]:
        """What schemas assert."""
        assert self.subject.asserted is not None
        return self.subject.asserted.plan.asserts


def package(documents: Documents, folder: Path, locked: LockedNames) -> Package:
    source = put(documents, folder)
    options = settings.options(
        {"source": source, "package": "made"}, lambda key: (Location(key), None)
    )
    subjects: list[Subject] = []

    def running(subject: Subject, chosen: Collection[str]) -> dict[PurePosixPath, str]:
        subjects.append(subject)
        return run_targets(subject, chosen)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("schemawright.pipeline.run_targets", running)
        found = pipeline.generate(options, pipeline.read(options), ignored, locked)
    assert found.locked is not None
    files = {path.as_posix(): text for path, text in found.files.items()}
    return Package(files, found.locked, subjects[0])


class Touched(NamedTuple):
    """The declared types that an edit has to do with."""

    edited: frozenset[ir.TypeName]
    near: frozenset[ir.TypeName]
    around: frozenset[ir.TypeName]
    """Those that are above, below or alike."""
    mentioned: frozenset[ir.TypeName]


def touched(before: Package, after: Package) -> Touched:
    models = (before.model, after.model)
    every = {name for model in models for name in model.declarations}
    differing = {e for e in every if len({m.declarations.get(e) for m in models}) > 1}
    places = {
        key.location
        for one, other in ((before, after), (after, before))
        for key, each in one.asserts.items()
        if other.asserts.get(key) != each
    }
    differing |= {name for model in models for name in _owning(model, places)}
    twins = {key.location for key in changed(before.asserts, after.asserts)}
    alike = {name for model in models for name in _owning(model, twins)}
    users: Edges = {}
    used: Edges = {}
    aliases: set[ir.TypeName] = set()
    for model in models:
        for name, declaration in model.declarations.items():
            aliases |= {name} if isinstance(declaration, ir.Alias) else set()
            for each in ir.references(declaration):
                users.setdefault(each, set()).add(name)
                used.setdefault(name, set()).add(each)
    return Touched(
        edited=frozenset(differing),
        near=_closed(differing, users, aliases),
        around=_closed(differing, users, every)
        | _closed(differing, used, every)
        | _closed(alike, users, aliases),
        mentioned=frozenset(each for name in differing for each in used.get(name, ())),
    )


def _closed(
    start: Collection[ir.TypeName], edges: Edges, through: Collection[ir.TypeName]
) -> frozenset[ir.TypeName]:
    """Return what edges lead to, from the start and from all in between that they lead through."""
    found, pending, on = {*start}, [*start], {*through}
    while pending:
        new = edges.get(pending.pop(), set()) - found
        found |= new
        pending += new & on
    return frozenset(found)


def _owning(model: ir.Model, places: Iterable[Location]) -> set[ir.TypeName]:
    """Return the types that schemas belong to: those with the innermost place around each."""
    owners: dict[Location, set[ir.TypeName]] = {}
    for name, each in model.declarations.items():
        for place in (each.location, *each.places):
            owners.setdefault(place, set()).add(name)
    found: set[ir.TypeName] = set()
    for place in places:
        tokens = place.tokens
        for length in range(len(tokens), -1, -1):
            at = Location(place.uri)
            for token in tokens[:length]:
                at /= token
            if at in owners:
                found |= owners[at]
                break
    return found


def owners(*packages: Package) -> Owners:
    found: list[dict[str, ir.TypeName]] = []
    for each in packages:
        names = each.subject.names
        found += [
            {spelled: name for name, spelled in table.items()}
            for table in (names.types, names.guards, names.codecs)
        ]
        found.append({dict_name(each.subject, name): name for name in names.types})
    return Owners(*found)


def unexpected(before: Package, after: Package, by: Touched) -> list[str]:
    """Return the files, and the parts of files, that changed though they are far from an edit."""
    told = {FIRST_PAGE, BY_NUMBER}
    owner = owners(before, after)
    modules: dict[str, set[ir.TypeName]] = {}
    for each in (before, after):
        for name in each.model.declarations:
            modules.setdefault(each.subject.names.module(name), set()).add(name)
    found: list[str] = []
    for path in sorted({*before.files, *after.files} - told):
        old, new = before.files.get(path, ""), after.files.get(path, "")
        if old == new:
            continue
        place = Path(path)
        if place.parent.as_posix() in {"made/models", "docs"}:
            may = by.near | by.mentioned if place.suffix == ".md" else by.near
            if modules.get(place.stem, set()).isdisjoint(may):
                found.append(path)
            continue
        looks_in = path.startswith(LOOKING_IN)
        may = by.near | by.around if looks_in else by.near
        one, other = differing(old, new)
        if looks_in:
            one, other = _unshared(one), _unshared(other)
        for part in sorted({*one, *other}):
            is_renamed = looks_in and SHARED.fullmatch(part) and (part in one) != (part in other)
            if one.get(part) == other.get(part) or is_renamed:
                continue
            belongs = owner.of(part)
            if may.isdisjoint(belongs) and (belongs or not part.startswith(IMPORT)):
                found.append(f"{path}: {part}")
    return found


def _unshared(found: Mapping[str, str]) -> dict[str, str]:
    return {
        name: LOCALS.sub("x", SHARED.sub("shared", text))
        for name, text in found.items()
        if not CONSTANTS.fullmatch(name)
    }


def held(documents: Documents, start: Package, folder: Path, seed: int) -> tuple[int, int]:
    """Make one edit; return how many types there are, and how many have nothing to do with it."""
    with without_collecting():
        return _held(documents, start, folder, seed)


def _held(documents: Documents, start: Package, folder: Path, seed: int) -> tuple[int, int]:
    documents, said = edited(documents, Random(seed))  # noqa: S311 - nothing is secret here
    try:
        after = package(documents, folder, start.locked)
    except InputError:
        return 0, 0  # what was put together is no schema
    by = touched(start, after)
    before, now = (things_of(each.model, each.subject.names) for each in (start, after))
    assert lost(before, now) == [], said
    assert unexpected(start, after, by) == [], said
    return len(start.model.declarations), len(start.model.declarations) - len(by.around)


def test_what_changes_without_a_reason_is_found(tmp_path: Path) -> None:
    start = package(UNIONS, tmp_path, LockedNames())
    schemas: Documents = json.loads(json.dumps(UNIONS))
    of_other = schemas["unions.json"]["components"]["schemas"]["Other"]["properties"]
    of_other["more"] = {"type": "integer"}
    after = package(schemas, tmp_path, start.locked)
    by = touched(start, after)
    assert sorted(by.edited) == ["Other"]
    assert sorted(by.mentioned) == ["Other/inner", "Other/kind"]
    assert {"Holder/values/value", "Either"} < by.near
    assert "Maybe" not in by.near | by.around
    assert unexpected(start, after, by) == []
    found = {path: f"{text}\n\nextra = 1\n" for path, text in after.files.items()}
    found["made/enums.py"] = after.files["made/enums.py"].replace('X = "x"', 'X_ = "x"')
    found["made/codecs.py"] = after.files["made/codecs.py"].replace("\nmaybe:", "\nmaybe_:")
    odd = unexpected(start, after._replace(files=found), by)
    assert {
        "docs/maybe.md",
        "made/models/maybe.py",
        "made/enums.py: HolderItemsItemMode",
        "made/codecs.py: maybe",
        "made/guards.py: extra",
        "made/_codecs/decoders.py: extra",
    } <= {*odd}
    assert "made/models/other.py" not in odd


@pytest.mark.parametrize("seed", range(12))
def test_unions(tmp_path: Path, seed: int) -> None:
    held(UNIONS, package(UNIONS, tmp_path, LockedNames()), tmp_path, seed)


@pytest.mark.slow
def test_many_documents(tmp_path: Path) -> None:
    start = package(SCHEMAS, tmp_path, LockedNames())
    for seed in (5, 25):
        held(SCHEMAS, start, tmp_path, seed)


@pytest.mark.slow
def test_a_large_document(tmp_path: Path, shared: Path, say: Callable[[str], None]) -> None:
    path = shared / "data/vapi-openapi.json"
    if not path.exists():
        pytest.skip(f"no {path}")
    documents = {path.name: json.loads(path.read_text(encoding="utf-8"))}
    start = package(documents, tmp_path, LockedNames())
    found = [held(documents, start, tmp_path, seed) for seed in (1, 5, 8)]
    far = [f"{count} of {every}" for every, count in found]
    say(f"edits of a large document have nothing to do with {', '.join(far)} types")
    # Otherwise anything might change, and nobody would see it.
    assert max(count / every for every, count in found if every) > 0.8
