"""The passes: what each changes in a model, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemawright import ir
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.passes import PASSES, run_passes
from schemawright.passes.hoist import hoist_unions
from schemawright.passes.loops import refuse_loops
from schemawright.passes.prune import prune
from schemawright.passes.tags import infer_tags

AT = Location("schema.json")
TEXT, NUMBER = ir.String(), ir.Number()


def ref(name: str) -> ir.Ref:
    return ir.Ref(ir.top(name))


def record(name: str, *fields: ir.Field) -> ir.Record:
    return ir.Record(name=ir.top(name), fields=fields, location=AT / name)


def field(name: str, type_: ir.Type, *, required: bool = True, docs: str = "") -> ir.Field:
    about = ir.Docs(title=docs, deprecated=bool(docs)) if docs else ir.NO_DOCS
    return ir.Field(name=name, type=type_, required=required, docs=about, location=AT / name)


def alias(name: str, target: ir.Type) -> ir.Alias:
    return ir.Alias(name=ir.top(name), target=target, location=AT / name)


def enumeration(name: str, *values: str) -> ir.Enumeration:
    return ir.Enumeration(name=ir.top(name), values=tuple(map(text, values)), location=AT / name)


def text(value: str) -> ir.Constant:
    return ir.Constant(ir.Kind.STRING, value)


def fixed(*values: str) -> ir.Literal:
    return ir.Literal(tuple(map(text, values)))


def union(*variants: ir.Type) -> ir.Union:
    return ir.Union(variants=variants)


def model(*declarations: ir.Declaration, roots: tuple[str, ...] = ()) -> ir.Model:
    return ir.Model(
        roots=tuple(map(ir.top, roots)) or (declarations[0].name,),
        declarations={each.name: each for each in declarations},
    )


def names(found: ir.Model) -> list[str]:
    return [*found.declarations]


def test_the_order_of_the_passes() -> None:
    assert [each.__name__ for each in PASSES] == [
        *("refuse_loops", "prune", "hoist_unions", "infer_tags"),
    ]


def test_passes_do_not_change_their_input() -> None:
    before = model(
        record("A", field("u", union(ref("B"), ref("C")))),
        record("B", field("k", fixed("b"))),
        record("C", field("k", fixed("c"))),
        record("D"),
    )
    same = replace(before, declarations=dict(before.declarations))
    found = run_passes(before)
    assert before == same
    assert names(found) == ["A", "A/u", "B", "C"]


# Loops.

LOOPS = {
    "itself": (alias("A", ref("A")), ["A"]),
    "nullable": (alias("A", ir.Nullable(ref("A"))), ["A"]),
    "a part of itself": (alias("A", union(TEXT, ref("A"))), ["A"]),
}
ENDING = {
    "a list of itself": alias("A", ir.Array(item=ref("A"))),
    "a map of itself": alias("A", ir.Nullable(ir.Map(value=ref("A")))),
    "a tuple of itself": alias("A", ir.Tuple(items=(ref("A"),), rest=None)),
    "a record of itself": record("A", field("a", ref("A"))),
}


@pytest.mark.parametrize(("declaration", "circle"), LOOPS.values(), ids=LOOPS.keys())
def test_a_type_that_is_only_itself_is_refused(declaration: ir.Alias, circle: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        refuse_loops(model(declaration))
    (finding,) = caught.value.diagnostics
    assert finding.code == "reference-loop"
    assert finding.location == AT / circle[0]
    assert finding.related == ()


@pytest.mark.parametrize("declaration", ENDING.values(), ids=ENDING.keys())
def test_a_type_that_holds_itself_is_fine(declaration: ir.Declaration) -> None:
    found = model(declaration)
    assert refuse_loops(found) is found


def test_a_longer_way_round_is_told_with_all_places() -> None:
    circle = [alias("A", ref("B")), alias("B", union(TEXT, ref("C"))), alias("C", ref("A"))]
    with pytest.raises(InputError) as caught:
        refuse_loops(model(*circle, alias("D", ref("A"))))
    (finding,) = caught.value.diagnostics
    assert finding.location == AT / "A"
    assert [each.location for each in finding.related] == [AT / "B", AT / "C"]


def test_every_loop_is_told() -> None:
    with pytest.raises(InputError) as caught:
        refuse_loops(model(alias("A", ref("A")), alias("B", ref("B"))))
    assert [each.location for each in caught.value.diagnostics] == [AT / "A", AT / "B"]


# Pruning.


def test_what_no_root_reaches_is_left_out() -> None:
    found = prune(
        model(
            record("A", field("b", ir.Array(item=ref("B")))),
            record("Lonely", field("a", ref("A"))),
            record("B", field("a", ref("A"))),
        )
    )
    assert names(found) == ["A", "B"]


def test_what_all_roots_need_stays_in_its_order() -> None:
    before = model(record("C"), record("A"), record("B"), roots=("A", "B", "C"))
    assert prune(before) is before


def test_tags_keep_what_they_lead_to() -> None:
    tag = ir.Tag(property="k", cases=((text("b"), ir.top("B")),), declared=True)
    tagged = ir.Union(variants=(ref("A"), TEXT), tag=tag)
    assert names(prune(model(alias("U", tagged), record("A"), record("B")))) == ["U", "A", "B"]


# Hoisting.


def hoisted(type_: ir.Type) -> tuple[ir.Type, dict[str, ir.Declaration]]:
    """Return what is left of a field's type, and the aliases that were made of it."""
    before = model(record("A", field("f", type_)), record("B"), record("C"))
    found = dict(hoist_unions(before).declarations)
    left = found.pop(ir.top("A"))
    assert isinstance(left, ir.Record)
    made = {str(name): each for name, each in found.items() if name not in before.declarations}
    return left.fields[0].type, made


BOTH = union(ref("B"), ref("C"))


@pytest.mark.parametrize(
    ("type_", "left", "made"),
    [
        (BOTH, ir.Ref(ir.inner(ir.top("A"), "f")), "A/f"),
        (ir.Nullable(BOTH), ir.Nullable(ir.Ref(ir.inner(ir.top("A"), "f"))), "A/f"),
        (ir.Array(item=BOTH), None, "A/f/item"),
        (ir.Map(value=ir.Array(item=BOTH)), None, "A/f/value/item"),
        (ir.Tuple(items=(TEXT, BOTH), rest=None), None, "A/f/second"),
        (ir.Tuple(items=(TEXT,), rest=BOTH), None, "A/f/item"),
        (union(TEXT, ir.Array(item=ref("B"))), ir.Ref(ir.inner(ir.top("A"), "f")), "A/f"),
    ],
)
def test_a_union_with_a_declared_type_gets_a_name(
    type_: ir.Type, left: ir.Type | None, made: str
) -> None:
    found, aliases = hoisted(type_)
    assert list(aliases) == [made]
    assert left is None or found == left
    assert found != type_


@pytest.mark.parametrize(
    "type_", [union(TEXT, NUMBER), ref("B"), ir.Nullable(ref("B")), ir.Array(item=ref("B"))]
)
def test_other_types_stay_where_they_are(type_: ir.Type) -> None:
    assert hoisted(type_) == (type_, {})


def test_the_union_of_an_alias_stays_its_own() -> None:
    before = model(alias("U", BOTH), record("B"), record("C"))
    assert hoist_unions(before) == before


def test_the_union_inside_an_alias_gets_a_name() -> None:
    found = hoist_unions(model(alias("U", ir.Array(item=BOTH)), record("B"), record("C")))
    assert names(found) == ["U", "U/item", "B", "C"]


def test_unions_in_lists_of_a_union_stay_two() -> None:
    lists = [ir.Array(item=union(ref("B"), ref(other))) for other in "CD"]
    others = [record(name) for name in "BCD"]
    found = hoist_unions(model(alias("A", union(*lists)), *others))
    both = hoist_unions(model(alias("A", union(*lists[::-1])), *others))
    assert len(found.declarations) == 6
    assert found.declarations.keys() == both.declarations.keys()


def test_a_union_takes_the_words_of_its_field_along() -> None:
    before = model(record("A", field("f", BOTH, docs="said")), record("B"), record("C"))
    found = hoist_unions(before).declarations[ir.inner(ir.top("A"), "f")]
    assert found.docs == ir.Docs(title="said")
    assert found.location == AT / "f"


# Tags.


def tag_of(*declarations: ir.Declaration, union_of: str = "BC") -> ir.Tag | None:
    """Return the tag of a union of declarations."""
    target = union(*map(ref, union_of))
    found = infer_tags(model(alias("U", target), *declarations)).declarations[ir.top("U")]
    assert isinstance(found, ir.Alias)
    assert isinstance(found.target, ir.Union)
    return found.target.tag


def cases(tag: ir.Tag | None) -> dict[str, str]:
    assert tag is not None
    return {str(value.value): str(name) for value, name in tag.cases}


def test_a_required_property_with_fixed_values_is_a_tag() -> None:
    found = tag_of(
        record("B", field("size", NUMBER), field("k", fixed("b"))),
        record("C", field("k", fixed("c", "d"))),
    )
    assert found is not None
    assert (found.property, found.declared) == ("k", False)
    assert cases(found) == {"b": "B", "c": "C", "d": "C"}


def test_an_enumeration_is_as_good_as_a_literal() -> None:
    found = tag_of(
        record("B", field("k", fixed("b"))),
        record("C", field("k", ref("K"))),
        enumeration("K", "x", "y"),
    )
    assert cases(found) == {"b": "B", "x": "C", "y": "C"}


def test_members_behind_aliases_count() -> None:
    found = tag_of(
        record("B", field("k", fixed("b"))),
        alias("C", union(ref("D"), ref("E"))),
        record("D", field("k", fixed("d"))),
        record("E", field("k", fixed("e"))),
    )
    assert cases(found) == {"b": "B", "d": "D", "e": "E"}


def test_the_first_property_that_tells_all_apart_is_taken() -> None:
    found = tag_of(
        record("B", field("v", fixed("1")), field("k", fixed("b"))),
        record("C", field("k", fixed("c")), field("v", fixed("1"))),
    )
    assert found is not None
    assert found.property == "k"


NO_TAG: dict[str, tuple[ir.Declaration, ir.Declaration]] = {
    "not required": (
        record("B", field("k", fixed("b"), required=False)),
        record("C", field("k", fixed("c"))),
    ),
    "not fixed": (record("B", field("k", TEXT)), record("C", field("k", fixed("c")))),
    "another property": (
        record("B", field("k", fixed("b"))),
        record("C", field("l", fixed("c"))),
    ),
    "the same value": (record("B", field("k", fixed("b"))), record("C", field("k", fixed("b")))),
    "a shared value": (
        record("B", field("k", fixed("a", "b"))),
        record("C", field("k", fixed("b", "c"))),
    ),
    "values that are no texts": (
        record("B", field("k", ir.Literal((ir.Constant(ir.Kind.NUMBER, 1),)))),
        record("C", field("k", ir.Literal((ir.Constant(ir.Kind.NUMBER, 2),)))),
    ),
    "no record": (record("B", field("k", fixed("b"))), alias("C", ir.Array(item=TEXT))),
    "an enumeration": (record("B", field("k", fixed("b"))), enumeration("C", "c", "d")),
}


@pytest.mark.parametrize("declarations", NO_TAG.values(), ids=NO_TAG.keys())
def test_without_a_telling_property_there_is_no_tag(
    declarations: tuple[ir.Declaration, ir.Declaration],
) -> None:
    assert tag_of(*declarations) is None


def test_a_declared_tag_stays() -> None:
    declared = ir.Tag(property="other", cases=((text("x"), ir.top("B")),), declared=True)
    members = (record("B", field("k", fixed("b"))), record("C", field("k", fixed("c"))))
    target = ir.Union(variants=(ref("B"), ref("C")), tag=declared)
    before = model(alias("U", target), *members)
    assert infer_tags(before) == before


MEMBERS = (record("B", field("k", fixed("b"))), record("C", field("k", fixed("c", "d"))))


@pytest.mark.parametrize(
    ("cases", "known"),
    [
        ({"B": "B", "C": "C"}, {"b": "B", "c": "C", "d": "C"}),
        ({"b": "B", "c": "C"}, {"b": "B", "c": "C", "d": "C"}),
        ({"b": "C", "c": "B"}, {"b": "B", "c": "C", "d": "C"}),
        ({"d": "C", "b": "B", "c": "C"}, {"d": "C", "b": "B", "c": "C"}),
    ],
)
def test_a_declared_tag_has_the_values_that_the_members_fix(
    cases: dict[str, str], known: dict[str, str]
) -> None:
    pairs = tuple((text(value), ir.top(name)) for value, name in cases.items())
    declared = ir.Tag(property="k", cases=pairs, declared=True)
    target = ir.Union(variants=(ref("B"), ref("C")), tag=declared)
    alias_ = infer_tags(model(alias("U", target), *MEMBERS)).declarations[ir.top("U")]
    assert isinstance(alias_, ir.Alias)
    assert isinstance(alias_.target, ir.Union)
    found = alias_.target.tag
    assert found is not None
    assert found.declared
    assert list(found.cases) == [(text(value), ir.top(name)) for value, name in known.items()]


def test_a_declared_tag_of_aliases_stays() -> None:
    declared = ir.Tag(property="k", cases=((text("x"), ir.top("D")),), declared=True)
    target = ir.Union(variants=(ref("B"), ref("D")), tag=declared)
    before = model(alias("U", target), *MEMBERS, alias("D", ref("C")))
    assert infer_tags(before) == before
