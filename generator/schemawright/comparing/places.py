"""Where changes are: in the model, in the documents, and in the generated code."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.comparing.changes import Where

if TYPE_CHECKING:
    from schemawright.comparing.sides import Side
    from schemawright.location import Location


class Spot(NamedTuple):
    """A declared type on both sides, or on one of them, and one of its properties."""

    old: ir.TypeName | None
    new: ir.TypeName | None
    name: str | None = None

    @property
    def type(self) -> ir.TypeName:
        """The type, as it is called now or else as it was called."""
        return self.new or self.old or ir.TypeName("")


class Places(NamedTuple):
    """Finds places."""

    old: Side
    new: Side

    def where(self, spot: Spot, way: str = "", keyword: str | None = None) -> Where:
        """Return the place of what differs.

        Args:
            spot: the type and property.
            way: the way inside the value.
            keyword: the keyword that says what differs, if there is one.
        """
        inside = [*ir.segments(spot.type), *([] if spot.name is None else [spot.name])]
        stated = keyword if not way else None
        return Where(
            type=spot.type,
            place=".".join(inside) + way.replace("/", "."),
            old=_located(self.old, spot.old, spot.name, stated),
            new=_located(self.new, spot.new, spot.name, stated),
            python_old=_python(self.old, spot.old, spot.name),
            python_new=_python(self.new, spot.new, spot.name),
        )


def _located(
    side: Side, type_: ir.TypeName | None, name: str | None, keyword: str | None
) -> Location | None:
    if type_ is None or type_ not in side.model.declarations:
        return None
    declaration = side.model.declarations[type_]
    found = declaration.location
    for each in getattr(declaration, "fields", ()):
        if each.name == name:
            found = each.location
    spelled = (keyword, {"enum": "const", "type": "nullable"}.get(keyword or ""))
    for each in spelled:
        if each is not None and side.states(found, each):
            return found / each
    return found


def _python(side: Side, type_: ir.TypeName | None, name: str | None) -> str | None:
    if type_ is None or type_ not in side.names.types:
        return None
    attribute = side.names.fields.get(type_, {}).get(name or "")
    return f"{side.names.types[type_]}.{attribute}" if attribute else side.names.types[type_]
