"""What a type asserts that a pass has put together, and that no schema describes as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from schemawright import ir
from schemawright.assertions.plan import Asserts, Format, Key
from schemawright.lower.json_values import thawed

if TYPE_CHECKING:
    from collections.abc import Mapping


class TypeAssertions:
    """Spells out the assertions of one declared type.

    Args:
        key: the key of the type; those of its parts are made from it.
        roots: the keys of all declared types.
        dialect: the key of the dialect that says what formats mean, None if nothing does.
    """

    def __init__(self, key: Key, roots: Mapping[ir.TypeName, Key], dialect: str | None) -> None:
        self._key = key
        self._roots = roots
        self._dialect = dialect
        self._made: dict[Key, Asserts] = {}

    def of_alias(self, declaration: ir.Declaration) -> Mapping[Key, Asserts]:
        """Return what the type of an alias asserts, and what its parts do."""
        for each in ir.types_of(declaration):
            self._made[self._key] = self._asserts(each)
        return self._made

    def _part(self, type_: ir.Type) -> Key:
        """Return the key of what a type asserts."""
        if isinstance(type_, ir.Ref):
            return self._roots[type_.name]
        key = self._key._replace(part=f"{self._key.part} {len(self._made)}")
        self._made[key] = Asserts()  # takes the place; its parts come after it
        self._made[key] = self._asserts(type_)
        return key

    def _asserts(self, type_: ir.Type) -> Asserts:
        match type_:
            case ir.Ref(name=name):
                return Asserts(all_of=(self._roots[name],), references=1)
            case ir.AnyValue():
                return Asserts()
            case ir.Never():
                return Asserts(never=True)
            case ir.Null():
                return Asserts(types=("null",))
            case ir.Boolean():
                return Asserts(types=("boolean",))
            case ir.Number():
                return _number(type_)
            case ir.String():
                return self._string(type_)
            case ir.Literal(values=values):
                return Asserts(enums=(tuple(map(thawed, values)),))
            case ir.Nullable(item=item):
                return Asserts(any_of=(self._part(item), self._part(ir.Null())))
            case ir.Union(variants=variants):
                return Asserts(any_of=tuple(map(self._part, variants)))
            case ir.Array():
                return self._array(type_, (), type_.item)
            case ir.Tuple(items=items, rest=rest):
                return self._array(type_, items, ir.Never() if rest is None else rest)
            case ir.Map():
                return self._map(type_)
            case _:
                assert_never(type_)

    def _string(self, type_: ir.String) -> Asserts:
        format_ = None
        if type_.format is not None and self._dialect is not None:
            format_ = Format(type_.format, self._dialect)
        return Asserts(
            types=("string",),
            min_length=type_.min_length,
            max_length=type_.max_length,
            pattern=type_.pattern,
            format=format_,
        )

    def _array(
        self, type_: ir.Array | ir.Tuple, first: tuple[ir.Type, ...], rest: ir.Type
    ) -> Asserts:
        return Asserts(
            types=("array",),
            prefix_items=tuple(map(self._part, first)),
            items=self._part(rest),
            min_items=type_.min_items,
            max_items=type_.max_items,
            unique_items=type_.unique,
        )

    def _map(self, type_: ir.Map) -> Asserts:
        return Asserts(
            types=("object",),
            additional_properties=self._part(type_.value),
            min_properties=type_.min_properties,
            max_properties=type_.max_properties,
        )


def _number(type_: ir.Number) -> Asserts:
    return Asserts(
        types=("integer" if type_.integral else "number",),
        minimum=type_.minimum,
        maximum=type_.maximum,
        exclusive_minimum=type_.exclusive_minimum,
        exclusive_maximum=type_.exclusive_maximum,
        multiple_of=type_.multiple_of,
    )
