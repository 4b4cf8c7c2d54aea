"""Whatever schema it is: sound code, and types that every valid document fits."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

import jsonschema  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from code_checks import black_changes, mypy_findings, pyright_findings
from generated_packages import generate, write
from schemawright import ir
from schemawright.config import USUAL_TARGETS
from schemawright.location import Location
from schemawright.lower.json_values import frozen, json_type, same
from schemawright.lower.names import declared_names
from schemawright.lower.types import lower
from schemawright.passes import run_passes
from schemawright.source.graph import closure
from schemawright.source.library import Library
from schemawright.source.references import References
from schemawright.source.values import is_array, is_object
from small_schemas import DEFINITIONS, documents, members, values

if TYPE_CHECKING:
    from schemawright.source.values import JsonValue

pytestmark = pytest.mark.no_cover  # what it runs, others cover

# Generated code, judged by tools.

DRAWN = 150


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Packages of many schemas side by side, the same ones in every run."""
    folder = tmp_path_factory.mktemp("any")

    @settings(
        max_examples=DRAWN,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.nested_given],
    )
    @given(schema=documents)
    def fill(schema: Any) -> None:
        name = f"package_{sum(1 for _ in folder.iterdir())}"
        outcome = generate(
            schema,
            tmp_path_factory.getbasetemp(),
            package=name,
            docs=f"{name}/docs",
            target=list(USUAL_TARGETS),
        )
        assert outcome.files, outcome.text
        write(outcome.files, folder)
        (folder / name / "schema.json").write_text(json.dumps(schema, indent=2))

    fill()
    return folder


@pytest.mark.types
@pytest.mark.slow
def test_type_checkers_find_nothing(packages: Path) -> None:
    names = [each.name for each in packages.iterdir()]
    assert len(names) == DRAWN
    assert mypy_findings(packages, names) == ""
    assert pyright_findings(packages, names) == ""


@settings(max_examples=40)
@given(schema=documents, width=st.sampled_from([60, 88, 100]))
def test_code_compiles_and_black_changes_nothing(schema: Any, width: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        outcome = generate(schema, Path(folder), line_length=width)
    assert outcome.files, outcome.text
    for path, text in outcome.code.items():
        compile(text, path, "exec")
    assert black_changes(outcome.code, width) == []
    # All schemas drawn here are of good form.
    assert "malformed-keyword" not in {each.code for each in outcome.findings}, outcome.text


# The model, judged by validation: it may allow more than the schema, but never less.


def model_of(schema: Any) -> ir.Model:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "schema.json"
        path.write_text(json.dumps(schema), encoding="utf-8")
        library = Library([path.as_posix()])
        graph = closure(References(library), [Location(path.as_posix())])
        return run_passes(lower(graph, declared_names(graph, library, {}), lambda _: None))


def fits(model: ir.Model, type_: ir.Type, value: JsonValue) -> bool:
    """Tell whether a value is of a type."""
    match type_:
        case ir.AnyValue():
            return True
        case ir.Never():
            return False
        case ir.Null():
            return value is None
        case ir.Boolean():
            return isinstance(value, bool)
        case ir.Number():
            return _is_number(type_, value)
        case ir.String():
            return isinstance(value, str) and _is_within(
                len(value), type_.min_length, type_.max_length
            )
        case ir.Literal():
            return same(value) in {same(_thawed(each)) for each in type_.values}
        case ir.Array():
            return isinstance(value, list) and all(fits(model, type_.item, each) for each in value)
        case ir.Tuple():
            return isinstance(value, list) and _is_tuple(model, type_, value)
        case ir.Map():
            return isinstance(value, dict) and all(
                fits(model, type_.value, each) for each in value.values()
            )
        case ir.Nullable():
            return value is None or fits(model, type_.item, value)
        case ir.Union():
            return any(fits(model, each, value) for each in type_.variants)
        case ir.Ref():
            return _fits_declaration(model, model.declarations[type_.name], value)
        case _:
            assert_never(type_)


def _fits_declaration(model: ir.Model, declaration: ir.Declaration, value: JsonValue) -> bool:
    match declaration:
        case ir.Alias():
            return fits(model, declaration.target, value)
        case ir.Enumeration():
            return frozen(value) in declaration.values
        case ir.Record():
            return isinstance(value, dict) and _is_record(model, declaration, value)
        case _:
            assert_never(declaration)


def _is_number(type_: ir.Number, value: JsonValue) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    whole = json_type(value) == "integer"
    return (whole or not type_.integral) and _is_within(value, type_.minimum, type_.maximum)


def _is_within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def _is_tuple(model: ir.Model, type_: ir.Tuple, value: list[JsonValue]) -> bool:
    expected = zip(type_.items, value, strict=False)
    others = value[len(type_.items) :]
    if not all(fits(model, item, each) for item, each in expected):
        return False
    return not others or (
        type_.rest is not None and all(fits(model, type_.rest, each) for each in others)
    )


def _is_record(model: ir.Model, record: ir.Record, value: dict[str, JsonValue]) -> bool:
    fields = {each.name: each for each in record.fields}
    if any(each.required and each.name not in value for each in record.fields):
        return False
    for key, each in value.items():
        matching = [type_ for pattern, type_ in record.patterns if re.search(pattern, key)]
        if key in fields:
            allowed = fits(model, fields[key].type, each)
        elif matching:
            allowed = all(fits(model, type_, each) for type_ in matching)
        else:
            allowed = record.extra is not None and fits(model, record.extra, each)
        if not allowed:
            return False
    return True


def _thawed(value: ir.Json) -> Any:
    match value:
        case ir.Constant():
            return value.value
        case ir.JsonArray():
            return [_thawed(each) for each in value.items]
        case ir.JsonObject():
            return {key: _thawed(each) for key, each in value.items}
        case _:
            assert_never(value)


def implied(schema: Any) -> Any:
    """Return a schema with the type that it implies, where it states none.

    `properties` without a `type` allow whatever is no object, and no author means that.
    """
    if is_array(schema):
        return [implied(each) for each in schema]
    if not is_object(schema):
        return schema
    found = dict(schema)
    for keyword in ("properties", "patternProperties", "definitions"):
        if keyword in found:
            found[keyword] = {key: implied(each) for key, each in found[keyword].items()}
    for keyword in ("items", "additionalProperties", "allOf", "anyOf", "oneOf"):
        if keyword in found:
            found[keyword] = implied(found[keyword])
    kind = "object" if {"properties", "patternProperties"} & found.keys() else "array"
    if kind == "object" or "items" in found:
        found.setdefault("type", kind)
    return found


roots = members.map(lambda schema: {"allOf": [schema], "definitions": DEFINITIONS})


@settings(max_examples=100)
@given(
    schema=st.one_of(documents, roots),
    instances=st.lists(
        values | st.fixed_dictionaries({"a": values, "b": values}), min_size=8, max_size=12
    ),
)
def test_what_is_valid_fits_the_model(schema: Any, instances: list[Any]) -> None:
    model = model_of(schema)
    (root,) = model.roots
    validator: Any = jsonschema.Draft202012Validator(implied(schema))
    for instance in instances:
        if validator.is_valid(instance):
            declaration = model.declarations[root]
            assert _fits_declaration(model, declaration, instance), (schema, instance)
