"""What the `expected.md` of each shared case says about names and types."""

from __future__ import annotations

import ast
import dataclasses
import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest

from generated_packages import (
    Outcome,
    enumerations,
    field_types,
    generate_cleanly,
    modules,
    records,
    run,
)

if TYPE_CHECKING:
    import enum
    from pathlib import Path
    from types import ModuleType

    from conftest import Load
    from schemawright.source.values import JsonValue


@pytest.fixture(scope="session")
def cases(shared: Path) -> Path:
    return shared / "cases"


def outcome_of(path: Path, **how: Any) -> Outcome:
    found = run({"source": path.as_posix(), "package": "generated", **how})
    assert found.files, found.text
    return found


def wire_names(package: ModuleType, class_: str) -> dict[str, str]:
    """Return the attribute of every property of a class, by wire name."""
    (found,) = [each for each in modules(package) if each.__name__.endswith(".wire_names")]
    renamed = found.WIRE_NAMES.get(class_, {})
    fields = dataclasses.fields(getattr(package, class_))
    return {renamed.get(each.name, each.name): each.name for each in fields}


def values(class_: type[enum.Enum]) -> dict[str, Any]:
    return {member.name: member.value for member in class_}


def alias(package: ModuleType, name: str) -> str:
    """Return what stands for a name in the module of aliases, as it is written."""
    (module,) = [each for each in modules(package) if each.__name__.endswith(".aliases")]
    assert module.__file__ is not None
    with open(module.__file__, encoding="utf-8") as file:  # noqa: PTH123 - a name, not a path
        tree = ast.parse(file.read())
    for statement in tree.body:
        if isinstance(statement, ast.AnnAssign) and ast.unparse(statement.target) == name:
            assert statement.value is not None
            return ast.unparse(statement.value)
    raise AssertionError(f"{name} is no alias")


# 01-numbered-names


def test_names_come_from_owner_and_property(cases: Path, load: Load) -> None:
    package = load(cases / "01-numbered-names/schema.json")
    assert {
        "Fleet",
        "FleetTruckEngine",
        "FleetShipEngine",
        "FleetTruckKind",
        "FleetTruckEngineKind",
        "FleetSpareA",
        "FleetSpareB",
    } <= {*package.__all__}
    assert field_types(package.FleetTruckEngine) == {
        "power": "int",
        "kind": "FleetTruckEngineKind | None",
    }
    assert alias(package, "FleetSpare") == "FleetSpareA | FleetSpareB"


def test_adding_a_property_renames_and_retypes_nothing(cases: Path, load: Load) -> None:
    before = load(cases / "01-numbered-names/schema.json")
    after = load(cases / "01-numbered-names/schema-v2-added-property-first.json")
    added = {*after.__all__} - {*before.__all__}
    assert {*before.__all__} <= {*after.__all__}
    assert added == {
        "FleetScooter",
        "FleetScooterKind",
        "FleetScooterEngine",
    }
    for name, class_ in records(before).items():
        assert field_types(class_).items() <= field_types(getattr(after, name)).items()
    for name, members in enumerations(before).items():
        assert values(members) == values(getattr(after, name))


def test_the_order_of_fields_does_not_matter_to_callers(cases: Path, load: Load) -> None:
    package = load(cases / "01-numbered-names/schema.json")
    with pytest.raises(TypeError):
        package.FleetTruckEngine(1)
    assert package.FleetTruckEngine(power=1).power == 1


# 03-enum-members


def test_members_are_readable_and_free_of_collisions(cases: Path, load: Load) -> None:
    package = load(cases / "03-enum-members/schema.json")
    assert values(package.SkyTz) == {
        "ZONE_PLUS_7": "Zone+7",
        "ZONE_MINUS_7": "Zone-7",
        "ZONE_SPACE_7": "Zone 7",
        "ZONE_7": "ZONE_7",
    }
    assert values(package.SkyWord) == {
        "MRO": "mro",
        "NAME": "name",
        "VALUE": "value",
        "NONE": "None",
        "CLASS": "class",
        "VALUE_EMPTY": "",
        "UNDERSCORE": "_",
        "INIT": "__init__",
        "VALUE_1ST": "1st",
        "É": "é",
        "A_B_C": 'a"b\\c\n',
    }


def test_members_do_not_depend_on_the_order_of_values(
    cases: Path, load: Load, tmp_path: Path
) -> None:
    schema = json.loads((cases / "03-enum-members/schema.json").read_text())
    for each in schema["properties"].values():
        if "enum" in each:
            each["enum"].reverse()
    before, after = load(cases / "03-enum-members/schema.json"), load(schema)
    for name, members in enumerations(before).items():
        assert values(members) == values(getattr(after, name))
    assert tmp_path.is_dir()


def test_repeated_values_count_once_with_a_warning(cases: Path, load: Load) -> None:
    path = cases / "03-enum-members/schema.json"
    assert values(load(path).SkyDup) == {"X": "x", "Y": "y"}
    assert [each.code for each in outcome_of(path).findings] == ["repeated-enum-value"]


def test_values_that_an_enum_cannot_tell_apart_are_literals(cases: Path, load: Load) -> None:
    found = field_types(load(cases / "03-enum-members/schema.json").Sky)
    assert found["mixed"] == "Literal['1', True] | float | None | Unset"
    assert found["flag"] == "Literal[True] | None"
    assert found["obj"] == "Literal['plain'] | dict[str, Any] | list[Any] | None"


def test_numbers_are_members_with_their_own_type(cases: Path, load: Load) -> None:
    package = load(cases / "03-enum-members/schema.json")
    assert [*package.SkyOnlynum] == [1, 2.5, -0.5]
    assert [*package.SkyHuge] == [0, 9007199254740993]
    assert issubclass(package.SkyHuge, int)
    assert issubclass(package.SkyOnlynum, float)


# 05-wire-names


def test_every_property_has_an_attribute_and_keeps_its_wire_name(cases: Path, load: Load) -> None:
    path = cases / "05-wire-names/schema.json"
    properties = json.loads(path.read_text())["properties"]
    found = wire_names(load(path), "Envelope")
    assert list(found) == list(properties)
    assert found == {
        "@type": "at_type",
        "class": "class_",
        "first-name": "first_minus_name",
        "first_name": "first_name",
        "first name": "first_space_name",
        "1st": "field_1st",
        "": "field_empty",
        "_hidden": "hidden",
        "__class__": "dunder_class",
        "self": "self",
        "model_config": "model_config",
        "copy": "copy",
        "json": "json",
        "naïve": "naïve",
        "a\nb": "a_b",
    }


def test_attributes_do_not_depend_on_the_order_of_properties(cases: Path, load: Load) -> None:
    path = cases / "05-wire-names/schema.json"
    schema = json.loads(path.read_text())
    schema["properties"] = dict(reversed(schema["properties"].items()))
    assert wire_names(load(schema), "Envelope") == wire_names(load(path), "Envelope")


def test_attributes_named_as_methods_and_modules_work(cases: Path, load: Load) -> None:
    envelope = load(cases / "05-wire-names/schema.json").Envelope
    found = envelope(at_type="t", first_minus_name="n", self="s", copy="c", json="j", class_="k")
    assert (found.self, found.copy, found.json, found.class_) == ("s", "c", "j", "k")
    assert dataclasses.replace(found, copy="d").copy == "d"


# 07-tagged-union


def test_a_union_is_a_plain_alias_and_its_tag_is_found(cases: Path, load: Load) -> None:
    path = cases / "07-tagged-union/schema.json"
    package = load(path)
    assert alias(package, "DrawingShapesItem") == "Dot | Ring | Group"
    assert field_types(package.Dot)["tag"] == "Literal['dot']"
    assert values(package.RingTag) == {"RING": "ring", "CIRCLE": "circle"}
    page = outcome_of(path)["docs/drawing.md"]
    assert "Told apart by `tag`" in page
    for value, target in (("dot", "Dot"), ("ring", "Ring"), ("circle", "Ring"), ("group", "Group")):
        assert f'| `"{value}"` | [{target}]({target.lower()}.md#{target}) |' in page


# 09-allof-merge


def test_parts_of_all_of_are_intersected(cases: Path, load: Load) -> None:
    path = cases / "09-allof-merge/schema.json"
    package = load(path)
    assert field_types(package.Car) == {
        "serial": "str",
        "wheels": "int",
        "colour": "CarColour | None",
        "owner": "str | None | Unset",
    }
    assert values(package.CarColour) == {"RED": "red", "BLUE": "blue"}
    page = outcome_of(path)["docs/car.md"]
    assert "At least 2, at most 6, a multiple of 2." in page
    assert "At most 5 characters." in page
    assert "At least 3 characters." in page
    assert "No other keys are allowed." in page


# 11-id-anchor-dynamic


def test_identifiers_anchors_and_dynamic_references_lead_to_types(cases: Path, load: Load) -> None:
    package = load(cases / "11-id-anchor-dynamic/schema.json")
    assert field_types(package.Atlas) == {
        "city": "P | None",
        "area": "A | None",
        "via": "Edge | None",
        "urn": "U | None",
        "tree": "Tree | None",
    }
    assert field_types(package.A) == {"edges": "list[Edge]"}
    assert field_types(package.Tree) == {"v": "int", "kids": "list[Tree] | None"}
    assert alias(package, "U") == "int"


# 13-recursion


def test_recursive_aliases_name_themselves(cases: Path, load: Load) -> None:
    package = load(cases / "13-recursion/schema.json")
    assert alias(package, "Deep") == "list['Deep']"
    assert alias(package, "Expr") == "float | Sum"
    assert alias(package, "Json") == (
        "bool | float | str | list['Json'] | dict[str, 'Json'] | None"
    )
    assert field_types(package.Doc) == {
        "value": "Json | Unset",
        "expr": "Expr | None",
        "self": "Doc | None",
        "list": "Deep | None",
    }


# 15-object-key-rules, 17-tuples, 23-additional-and-map


def test_other_keys_are_documented(cases: Path) -> None:
    page = outcome_of(cases / "15-object-key-rules/schema.json")["docs/shelf.md"]
    assert "Keys that match `^x-` hold string." in page
    assert "Keys that match `^n[0-9]+$` hold integer." in page
    assert "No other keys are allowed." in page


def test_tuples_say_what_stands_where(cases: Path, load: Load) -> None:
    package = load(cases / "17-tuples/schema.json")
    assert field_types(package.Row) == {
        "pair": "tuple[str, int] | None",
        "head": "tuple[str | int, ...] | None",
        "loose": "tuple[Any, ...] | None",
    }


def test_maps_and_records_with_other_keys(cases: Path, load: Load) -> None:
    path = cases / "23-additional-and-map/schema.json"
    package = load(path)
    assert field_types(package.Bag) == {
        "id": "str",
        "items": "dict[str, It] | None",
        "closed": "BagClosed | None",
        "typed": "BagTyped | None",
    }
    page = outcome_of(path)["docs/bag.md"]
    assert "No other keys are allowed." in page
    assert "Other keys hold string." in page


# 19-hostile-text


def shape(code: dict[str, str]) -> dict[str, list[str]]:
    """Return the kinds of all nodes of each module, which text has no influence on."""
    return {
        path: [type(node).__name__ for node in ast.walk(ast.parse(text))]
        for path, text in code.items()
    }


def harmless(value: JsonValue, words: dict[str, str]) -> JsonValue:
    """Return a schema with harmless words for its texts: distinct ones for distinct texts.

    What is no identifier becomes two words, as an identifier would be written otherwise.
    """

    def word(text: str) -> str:
        gap = "" if text.isidentifier() else " "
        return words.setdefault(text, f"word{gap}{chr(ord('a') + len(words))}")

    match value:
        case dict():
            return {
                key if key in KEPT else word(key): harmless(each, words)
                for key, each in value.items()
            }
        case list():
            return [harmless(each, words) for each in value]
        case str():
            return value if value in KEPT else word(value)
        case _:
            return value


KEPT = {
    *("$schema", "title", "description", "type", "properties", "default", "pattern", "const"),
    *("enum", "object", "string", "https://json-schema.org/draft/2020-12/schema"),
}


def test_hostile_text_never_changes_the_structure(cases: Path, tmp_path: Path) -> None:
    path = cases / "19-hostile-text/schema.json"
    hostile = outcome_of(path)
    plain = generate_cleanly(harmless(json.loads(path.read_text()), {}), tmp_path)
    found, wanted = shape(hostile.code), shape(plain.code)
    for each in (found, wanted):  # which method of a text finds a pattern depends on the pattern
        del each["generated/_validation/checks.py"], each["generated/_codecs/decoders.py"]
    assert sorted(found.values()) == sorted(wanted.values())


def test_hostile_text_is_only_text(
    cases: Path, load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    path = cases / "19-hostile-text/schema.json"
    schema = json.loads(path.read_text())
    package = load(path)
    loaded = [*modules(package)]
    assert capsys.readouterr().out == ""
    assert not any(hasattr(each, "os") for each in loaded)
    (root,) = records(package).values()
    assert root().__class__.__doc__ == root.__doc__
    assert list(wire_names(package, root.__name__)) == list(schema["properties"])
    (members,) = enumerations(package).values()
    assert [each.value for each in members] == schema["properties"]["e"]["enum"]
    assert root().a_equals_1_print_x_hash == '"""; print(\'z\')'
    assert root.__doc__ is not None
    for word in ("\\ backslash", '""" triple', "print('pwned')", "{{ 7*7 }}", "\u2028", "\0 end\\"):
        assert word in root.__doc__


# 21-name-shadowing


def test_no_name_shadows_what_the_code_needs(cases: Path, load: Load) -> None:
    package = load(cases / "21-name-shadowing/schema.json")
    assert {"Any", "List", "Field", "Dataclass", "None_", "AnyEnum"} == {*package.__all__}
    found = field_types(package.Any)
    assert list(found) == [
        *("date", "list", "str", "int", "field", "dataclass", "enum", "literal", "uuid", "none"),
        *("bool", "after", "more"),
    ]
    assert found["after"] == found["bool"]
    assert found["more"] == found["int"]
    assert field_types(package.List)["str"] == "int | None"
    instance = package.Any(date="d", list=[package.List(str=1)], str="s", int=1, bool=True)
    assert dataclasses.asdict(instance)["list"] == [{"str": 1, "next": None}]


# 25-oneof-nullable-openapi


def test_a_base_with_a_discriminator_is_its_subtypes(cases: Path, load: Load) -> None:
    path = cases / "25-oneof-nullable-openapi/schema.json"
    package = load(path, root=["Zoo"])
    assert alias(package, "Pet") == "Cat | Dog"
    assert field_types(package.Cat) == {
        "kind": "Literal['cat']",
        "tag": "str | None | Unset",
        "mate": "Pet | None | Unset",
        "lives": "int",
    }
    assert field_types(package.Dog)["kind"] == "Literal['pup', 'Dog']"
    assert field_types(package.Zoo) == {"pets": "list[Pet] | None"}
    assert {*package.__all__} == {"Cat", "Dog", "Pet", "Zoo"}
    page = outcome_of(path)["docs/pet.md"]
    assert '| `"pup"` | [Dog](dog.md#Dog) |' in page


# 27-key-order-determinism


def test_names_do_not_depend_on_the_order_of_keys(cases: Path, load: Load) -> None:
    one = load(cases / "27-key-order-determinism/schema.json")
    other = load(cases / "27-key-order-determinism/schema-reordered.json")
    assert one.__all__ == other.__all__
    for name, class_ in records(one).items():
        assert field_types(class_) == field_types(getattr(other, name))
    assert {"PlanAItem", "PlanBItem", "PlanCP", "PlanCQ"} <= {*one.__all__}


def test_sorted_keys_give_the_same_bytes(cases: Path) -> None:
    paths = [
        cases / "27-key-order-determinism/schema.json",
        cases / "27-key-order-determinism/schema-reordered.json",
    ]
    one, other = (outcome_of(path, key_order="sorted") for path in paths)
    places = "generated/_validation/assertions.py"
    assert other[places].replace(paths[1].name, paths[0].name) == one[places]
    assert {**other.files, PurePosixPath(places): one[places]} == one.files
    unsorted = [outcome_of(path)["generated/models/plan.py"] for path in paths]
    assert unsorted[0] != unsorted[1]


# 29-empty-and-odd-enums


def test_odd_enums(cases: Path, load: Load) -> None:
    path = cases / "29-empty-and-odd-enums/schema.json"
    package = load(path)
    assert field_types(package.Voice) == {
        "vid": "str | None",
        "k": "None | Unset",
        "n": "Literal['a'] | None | Unset",
        "m": "Literal['a'] | None",
        "f": "VoiceF | None",
    }
    assert values(package.VoiceF) == {"VALUE_1": 1, "VALUE_2": 2}
    found = [(each.code, each.location.pointer) for each in outcome_of(path).findings]
    assert found == [
        ("empty-enum", "/properties/vid/oneOf/0/enum"),
        ("unreachable-enum-value", "/properties/m/enum"),
    ]


# 31-map-of-unions-nullable-ref


def test_nullable_values_have_no_wrappers(cases: Path, load: Load) -> None:
    package = load(cases / "31-map-of-unions-nullable-ref/schema.json")
    assert field_types(package.Hub) == {
        "m": "dict[str, P | None] | None",
        "one": "P | None | Unset",
        "li": "list[int | None] | None",
        "req": "P | None",
    }
    assert {*package.__all__} == {"Hub", "P"}
    assert package.Hub(req=None).one is None


# 33-ref-escapes-input-dir


def test_references_that_leave_the_directory_are_refused(cases: Path) -> None:
    path = cases / "33-ref-escapes-input-dir/schema.json"
    found = run({"source": path.as_posix(), "package": "generated"})
    assert dict(found.files) == {}
    assert [(each.code, each.location.pointer) for each in found.findings] == [
        ("refused-reference", "/properties/a/$ref"),
        ("refused-reference", "/properties/b/$ref"),
    ]
    assert PurePosixPath("generated/__init__.py") not in found.files
