"""Each invariant of the model, broken once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemawright import ir
from schemawright.location import Location
from schemawright.verify import BrokenModelError, verify

AT = Location("schema.json")
TEXT, NUMBER, FLAG = ir.String(), ir.Number(), ir.Boolean()
OWNER = ir.top("Owner")


def field(name: str, type_: ir.Type) -> ir.Field:
    return ir.Field(name=name, type=type_, required=True, location=AT)


def model(*declarations: ir.Declaration) -> ir.Model:
    return ir.Model(
        roots=tuple(each.name for each in declarations[:1]),
        declarations={each.name: each for each in declarations},
    )


def holding(type_: ir.Type) -> ir.Model:
    """Return a model with a type deep in a record."""
    inside = ir.Array(item=ir.Map(value=ir.Tuple(items=(type_,), rest=None)))
    return model(ir.Record(name=OWNER, fields=(field("a", inside),), location=AT))


SOUND: dict[str, ir.Type] = {
    "any": ir.AnyValue(),
    "never": ir.Never(),
    "null": ir.Null(),
    "nullable": ir.Nullable(TEXT),
    "nullable union": ir.Nullable(ir.Union(variants=(TEXT, NUMBER))),
    "union": ir.Union(variants=(TEXT, ir.Array(item=ir.Nullable(TEXT)))),
    "literal": ir.Literal((ir.Constant(ir.Kind.NUMBER, 1), ir.Constant(ir.Kind.BOOLEAN, True))),
    "itself": ir.Ref(OWNER),
}
BROKEN: dict[str, tuple[ir.Type, str]] = {
    "a reference to nothing": (ir.Ref(ir.top("Gone")), "nothing is named 'Gone'"),
    "null twice": (ir.Nullable(ir.Nullable(TEXT)), "null is stated twice"),
    "null and null": (ir.Nullable(ir.Null()), "null is stated twice"),
    "null and nothing": (ir.Nullable(ir.Never()), "null is stated twice"),
    "null and anything": (ir.Nullable(ir.AnyValue()), "null is stated twice"),
    "a union of nothing": (ir.Union(variants=()), "a union needs two variants"),
    "a union of one": (ir.Union(variants=(TEXT,)), "a union needs two variants"),
    "a union of one twice": (ir.Union(variants=(TEXT, TEXT)), "a union repeats a variant"),
    "a union in a union": (
        ir.Union(variants=(TEXT, ir.Union(variants=(NUMBER, FLAG)))),
        "unions are flat",
    ),
    "a union with a nullable": (ir.Union(variants=(TEXT, ir.Nullable(NUMBER))), "unions are flat"),
    "a union with null": (ir.Union(variants=(TEXT, ir.Null())), "unions are flat"),
    "a union with nothing": (ir.Union(variants=(TEXT, ir.Never())), "unions are flat"),
    "a union with anything": (ir.Union(variants=(TEXT, ir.AnyValue())), "unions are flat"),
    "a literal that repeats itself": (
        ir.Literal((ir.Constant(ir.Kind.STRING, "a"), ir.Constant(ir.Kind.STRING, "a"))),
        "a literal repeats a value",
    ),
    "a tag of nothing": (
        ir.Union(
            variants=(TEXT, NUMBER),
            tag=ir.Tag(
                property="kind",
                cases=((ir.Constant(ir.Kind.STRING, "a"), ir.top("Gone")),),
                declared=True,
            ),
        ),
        "nothing is named 'Gone'",
    ),
}


@pytest.mark.parametrize("type_", SOUND.values(), ids=SOUND.keys())
def test_a_sound_model_is_returned_as_it_is(type_: ir.Type) -> None:
    found = holding(type_)
    assert verify(found, "a stage") is found


@pytest.mark.parametrize(("type_", "fault"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_type_is_found_wherever_it_is(type_: ir.Type, fault: str) -> None:
    with pytest.raises(BrokenModelError, match=f"after a stage: Owner: .*{fault}"):
        verify(holding(type_), "a stage")


@pytest.mark.parametrize(("type_", "fault"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_type_is_found_in_every_place_of_a_declaration(type_: ir.Type, fault: str) -> None:
    places: list[ir.Declaration] = [
        ir.Alias(name=OWNER, target=type_, location=AT),
        ir.Record(name=OWNER, fields=(), extra=type_, location=AT),
        ir.Record(name=OWNER, fields=(), patterns=(("^x", type_),), location=AT),
    ]
    for each in places:
        with pytest.raises(BrokenModelError, match=fault):
            verify(model(each), "a stage")


def test_two_fields_of_one_wire_name_are_found() -> None:
    twice = ir.Record(name=OWNER, fields=(field("a", TEXT), field("a", NUMBER)), location=AT)
    with pytest.raises(BrokenModelError, match="two fields share a wire name"):
        verify(model(twice), "a stage")


def test_a_root_that_is_not_declared_is_found() -> None:
    found = replace(holding(TEXT), roots=(ir.top("Gone"),))
    with pytest.raises(BrokenModelError, match="Gone: is no declaration"):
        verify(found, "a stage")


def test_all_faults_are_told_at_once() -> None:
    broken = ir.Union(variants=(ir.Nullable(ir.Null()),))
    with pytest.raises(BrokenModelError) as caught:
        verify(holding(broken), "a stage")
    assert str(caught.value).count("Owner: ") == 3


def test_what_a_stage_left_alone_is_taken_as_sound() -> None:
    before = holding(ir.Nullable(ir.Null()))
    assert verify(before, "a stage", before) is before


def test_what_a_stage_changed_is_looked_at() -> None:
    before = holding(TEXT)
    with pytest.raises(BrokenModelError, match="null is stated twice"):
        verify(holding(ir.Nullable(ir.Null())), "a stage", before)


def test_a_reference_is_looked_at_again_when_its_target_goes() -> None:
    other = ir.Alias(name=ir.top("Other"), target=TEXT, location=AT)
    owner = ir.Alias(name=OWNER, target=ir.Ref(other.name), location=AT)
    before = model(owner, other)
    with pytest.raises(BrokenModelError, match="nothing is named 'Other'"):
        verify(model(owner), "a stage", before)
