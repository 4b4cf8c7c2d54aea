# fmt: off
# The same text in every package, whatever the length of its lines.
"""The second look at a value that a check rejected: everything that is wrong with it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any, NamedTuple

from .alternatives import Alternatives, is_of
from .faults import Fault, named, shown
from .values import identity, is_array, is_multiple, is_object, is_unique

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .alternatives import Tag

    Nodes = Sequence[Mapping[str, Any]]
    Formats = Mapping[str, Callable[[str], bool]]
    Searches = Mapping[str, Callable[[str], object]]

_ARTICLES = {"object": "an object", "array": "an array", "integer": "an integer", "null": "null"}
_LIMITS: tuple[tuple[str, str, str, Callable[[Any, Any], bool]], ...] = (
    ("minimum", "minimum", "at least", ge),
    ("maximum", "maximum", "at most", le),
    ("exclusive_minimum", "exclusiveMinimum", "more than", gt),
    ("exclusive_maximum", "exclusiveMaximum", "less than", lt),
    ("multiple_of", "multipleOf", "a multiple of", is_multiple),
)


class Seen:
    """What was evaluated of one value: names of properties, indices of items."""

    __slots__ = ("indices", "names")

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.indices: set[int] = set()

    def add(self, other: Seen) -> None:
        """Take in what was evaluated elsewhere."""
        self.names |= other.names
        self.indices |= other.indices


class Place(NamedTuple):
    """Where the look is: the value, the pointer to it, and the way through the schemas."""

    value: Any
    instance: str
    path: str

    def inside(self, token: str | int, value: Any, path: str) -> Place:
        """Return the place of a part of the value."""
        escaped = str(token).replace("~", "~0").replace("/", "~1")
        return Place(value, f"{self.instance}/{escaped}", path)


@cache
def compiled(pattern: str) -> Callable[[str], object]:
    """Return the function that searches for a pattern."""
    return re.compile(pattern).search


class Report:
    """Looks at values.

    Args:
        nodes: what schemas assert.
        formats: what checks formats, by the names of the functions.
        searches: what searches for patterns that Python cannot express, by pattern.
        exclusive: whether a value is wrong that several members of a `oneOf` allow.
    """

    def __init__(
        self,
        nodes: Nodes,
        formats: Formats,
        searches: Searches | None = None,
        *,
        exclusive: bool = True,
    ) -> None:
        self._nodes = nodes
        self._alternatives = Alternatives(nodes)
        self._formats = formats
        self._searches = searches or {}
        self._exclusive = exclusive

    def faults(self, root: int, value: Any) -> tuple[Fault, ...]:
        """Return everything that is wrong with a value, nothing if it is valid."""
        try:
            return tuple(self._check(root, Place(value, "", ""), Seen()))
        except RecursionError:
            at = self._place(self._nodes[root])
            message = "it is nested too deeply to be checked"
            return (Fault(instance="", schema=at, keyword="", message=message),)

    def _check(self, number: int, at: Place, seen: Seen) -> list[Fault]:
        node = self._nodes[number]
        if "never" in node:
            return [self._fault(node, at, "", "nothing is allowed here, found {}", at.value)]
        found: list[Fault] = []
        own = Seen()
        value = at.value
        self._check_values(node, at, found)
        if isinstance(value, str):
            self._check_string(node, at, found)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self._check_number(node, at, found)
        elif is_array(value):
            self._check_array(node, at, found, own)
        elif is_object(value):
            self._check_object(node, at, found, own)
        self._check_in_place(node, at, found, own)
        self._check_unevaluated(node, at, found, own)
        seen.add(own)
        return found

    def _place(self, node: Mapping[str, Any]) -> str:
        """Return where a schema is, put together from the schemas that it lies in."""
        found = str(node["at"])
        number: int | None = node.get("in")
        while number is not None:
            outer = self._nodes[number]
            found = f"{outer['at']}{found}"
            number = outer.get("in")
        return found

    def _fault(
        self, node: Mapping[str, Any], at: Place, keyword: str, message: str, value: Any
    ) -> Fault:
        end = f"/{keyword}" if keyword else ""
        return Fault(
            instance=at.instance,
            schema=f"{self._place(node)}{end}",
            keyword=keyword,
            message=message.replace("{}", named(value)),
            path=f"{at.path}{end}",
        )

    def _check_values(self, node: Mapping[str, Any], at: Place, found: list[Fault]) -> None:
        value = at.value
        types = node.get("types")
        if types is not None and not any(is_of(value, each) for each in types):
            wanted = " or ".join(_ARTICLES.get(each, f"a {each}") for each in types)
            found.append(self._fault(node, at, "type", f"expected {wanted}, found {{}}", value))
            return
        for values in node.get("enums", ()):
            if identity(value) not in map(identity, values):
                keyword = "const" if len(values) == 1 else "enum"
                text = f"expected {_one_of(values)}, found {{}}"
                found.append(self._fault(node, at, keyword, text, value))

    def _check_number(self, node: Mapping[str, Any], at: Place, found: list[Fault]) -> None:
        value = at.value
        for name, keyword, words, fits in _LIMITS:
            if name in node and not fits(value, node[name]):
                text = f"expected {words} {node[name]}, found {{}}"
                found.append(self._fault(node, at, keyword, text, value))
        if "range" in node:
            name, least, most = node["range"]
            if not least <= value <= most:
                text = f"expected a number of format {name}, from {least} to {most}, found {{}}"
                found.append(self._fault(node, at, "format", text, value))

    def _check_string(self, node: Mapping[str, Any], at: Place, found: list[Fault]) -> None:
        value = at.value
        self._check_size(node, at, found, ("length", "Length", "character"))
        if "pattern" in node:
            pattern, translated = node["pattern"]
            if not self._search(pattern, translated)(value):
                text = f"expected a match of {pattern}, found {{}}"
                found.append(self._fault(node, at, "pattern", text, value))
        if "format" in node and not self._formats[node["format"][1]](value):
            text = f"expected a string of format {node['format'][0]}, found {{}}"
            found.append(self._fault(node, at, "format", text, value))

    def _search(self, pattern: str, translated: str | None) -> Callable[[str], object]:
        return self._searches[pattern] if translated is None else compiled(translated)

    def _check_size(
        self, node: Mapping[str, Any], at: Place, found: list[Fault], of: tuple[str, str, str]
    ) -> None:
        name, keyword, unit = of
        size = len(at.value)
        for end, words, fits in (("min", "at least", ge), ("max", "at most", le)):
            limit = node.get(f"{end}_{name}")
            if limit is not None and not fits(size, limit):
                text = f"expected {words} {_counted(limit, unit)}, found {size}"
                found.append(self._fault(node, at, f"{end}{keyword}", text, at.value))

    def _check_array(
        self, node: Mapping[str, Any], at: Place, found: list[Fault], seen: Seen
    ) -> None:
        values: list[Any] = at.value
        self._check_size(node, at, found, ("items", "Items", "item"))
        if "unique_items" in node and not is_unique(values):
            text = "expected no item twice, found one"
            found.append(self._fault(node, at, "uniqueItems", text, values))
        first = node.get("prefix_items", ())
        for index, (number, item) in enumerate(zip(first, values, strict=False)):
            path = f"{at.path}/prefixItems/{index}"
            found += self._check(number, at.inside(index, item, path), Seen())
            seen.indices.add(index)
        if "items" in node:
            for index, item in list(enumerate(values))[len(first) :]:
                inner = at.inside(index, item, f"{at.path}/items")
                found += self._check(node["items"], inner, Seen())
            seen.indices.update(range(len(values)))
        if "contains" in node:
            self._check_contains(node, at, found, seen)

    def _check_contains(
        self, node: Mapping[str, Any], at: Place, found: list[Fault], seen: Seen
    ) -> None:
        number, least, most, evaluates = node["contains"]
        path = f"{at.path}/contains"
        fitting = [
            index
            for index, item in enumerate(at.value)
            if not self._check(number, at.inside(index, item, path), Seen())
        ]
        if evaluates:
            seen.indices.update(fitting)
        count = len(fitting)
        if count < least:
            keyword = "contains" if least == 1 else "minContains"
            text = f"expected at least {_counted(least, 'fitting item')}, found {count}"
            found.append(self._fault(node, at, keyword, text, at.value))
        if most is not None and count > most:
            text = f"expected at most {_counted(most, 'fitting item')}, found {count}"
            found.append(self._fault(node, at, "maxContains", text, at.value))

    def _check_object(
        self, node: Mapping[str, Any], at: Place, found: list[Fault], seen: Seen
    ) -> None:
        value: dict[Any, Any] = at.value
        reads_names = "property_names" in node or "pattern_properties" in node
        if reads_names and not all(isinstance(name, str) for name in value):
            text = "expected keys that are strings, found others in {}"
            found.append(self._fault(node, at, "", text, value))
            return
        self._check_size(node, at, found, ("properties", "Properties", "property"))
        for name in node.get("required", ()):
            if name not in value:
                text = f"expected the key {shown(name)}, which is missing"
                found.append(self._fault(node, at, "required", text, value))
        for name, needed in node.get("dependent_required", {}).items():
            missing = [each for each in needed if each not in value] if name in value else []
            for each in missing:
                text = f"expected the key {shown(each)} beside {shown(name)}, it is missing"
                found.append(self._fault(node, at, "dependentRequired", text, value))
        if "property_names" in node:
            path = f"{at.path}/propertyNames"
            for name in value:
                inner = at.inside(name, name, path)
                found += self._check(node["property_names"], inner, Seen())
        self._check_properties(node, at, found, seen)

    def _check_properties(
        self, node: Mapping[str, Any], at: Place, found: list[Fault], seen: Seen
    ) -> None:
        named_ = node.get("properties", {})
        patterns = node.get("pattern_properties", {})
        for name, part in at.value.items():
            matches = [
                (pattern, number)
                for pattern, (translated, number) in patterns.items()
                if self._search(pattern, translated)(name)
            ]
            if name in named_:
                path = f"{at.path}/properties/{name}"
                found += self._check(named_[name], at.inside(name, part, path), Seen())
            for pattern, number in matches:
                path = f"{at.path}/patternProperties/{pattern}"
                found += self._check(number, at.inside(name, part, path), Seen())
            if name in named_ or matches:
                seen.names.add(name)
            elif "additional_properties" in node:
                path = f"{at.path}/additionalProperties"
                inner = at.inside(name, part, path)
                found += self._check(node["additional_properties"], inner, Seen())
                seen.names.add(name)

    def _check_in_place(
        self, node: Mapping[str, Any], at: Place, found: list[Fault], seen: Seen
    ) -> None:
        references = node.get("references", 0)
        for index, number in enumerate(node.get("all_of", ())):
            step = "$ref" if index < references else f"allOf/{index - references}"
            found += self._check(number, at._replace(path=f"{at.path}/{step}"), seen)
        if "not_" in node and not self._check(node["not_"], at, Seen()):
            text = "expected anything but what `not` describes, found {}"
            found.append(self._fault(node, at, "not", text, at.value))
        if "any_of" in node:
            self._check_union(node, at, found, seen, one=False)
        if "one_of" in node:
            self._check_union(node, at, found, seen, one=True)
        if "if_" in node:
            inner = Seen()
            faults = self._check(node["if_"], at, inner)
            if not faults:
                seen.add(inner)
            branch = "else_" if faults else "then"
            if branch in node:
                path = f"{at.path}/{branch.rstrip('_')}"
                found += self._check(node[branch], at._replace(path=path), seen)
        for name, number in node.get("dependent_schemas", {}).items():
            if is_object(at.value) and name in at.value:
                path = f"{at.path}/dependentSchemas/{name}"
                found += self._check(number, at._replace(path=path), seen)

    def _check_union(
        self,
        node: Mapping[str, Any],
        at: Place,
        found: list[Fault],
        seen: Seen,
        *,
        one: bool,
    ) -> None:
        keyword = "oneOf" if one else "anyOf"
        members = node["one_of" if one else "any_of"]
        meant, tag = self._alternatives.meant(at.value, members)
        if tag is not None and not meant:
            found.append(self._tag_fault(node, at, keyword, tag))
            return
        valid: list[int] = []
        closest: list[Fault] = []
        for index in meant or range(len(members)):
            inner = Seen()
            step = at._replace(path=f"{at.path}/{keyword}/{index}")
            faults = self._check(members[index], step, inner)
            if not faults:
                valid.append(index)
                seen.add(inner)
            elif not closest or _distance(faults, at) < _distance(closest, at):
                closest = faults
        if not valid and len(meant) == 1:
            found += closest
        elif not valid:
            text = f"expected one of {len(members)} alternatives, found {{}} that fits none"
            fault = self._fault(node, at, keyword, text, at.value)
            found.append(replace(fault, causes=tuple(closest)))
        elif one and len(valid) > 1 and self._exclusive:
            which = " and ".join(str(each) for each in valid)
            text = f"expected exactly one of the alternatives to fit, but {which} do"
            found.append(self._fault(node, at, keyword, text, at.value))

    def _tag_fault(self, node: Mapping[str, Any], at: Place, keyword: str, tag: Tag) -> Fault:
        """Return what is wrong with an object of which no member is meant."""
        if tag.name not in at.value:
            text = f"expected the key {shown(tag.name)}, which is missing"
            return self._fault(node, at, keyword, text, at.value)
        value = at.value[tag.name]
        text = f"expected {_one_of(tag.values)}, found {{}}"
        return self._fault(node, at.inside(tag.name, value, at.path), keyword, text, value)

    def _check_unevaluated(
        self, node: Mapping[str, Any], at: Place, found: list[Fault], seen: Seen
    ) -> None:
        value = at.value
        if "unevaluated_properties" in node and is_object(value):
            path = f"{at.path}/unevaluatedProperties"
            for name, part in value.items():
                if name not in seen.names:
                    inner = at.inside(name, part, path)
                    found += self._check(node["unevaluated_properties"], inner, Seen())
            seen.names.update(value)
        if "unevaluated_items" in node and is_array(value):
            path = f"{at.path}/unevaluatedItems"
            for index, item in enumerate(value):
                if index not in seen.indices:
                    inner = at.inside(index, item, path)
                    found += self._check(node["unevaluated_items"], inner, Seen())
            seen.indices.update(range(len(value)))


def _one_of(values: Sequence[Any]) -> str:
    some = ", ".join(map(shown, values[:10])) + (", …" if len(values) > 10 else "")
    return some if len(values) == 1 else f"one of {some}"


def _counted(number: int, unit: str) -> str:
    if number == 1:
        return f"1 {unit}"
    return f"{number} {unit[:-1]}ies" if unit.endswith("y") else f"{number} {unit}s"


def _distance(faults: list[Fault], at: Place) -> tuple[int, int]:
    """Return how far a value is from a member: faults of the value itself weigh most."""
    shallow = sum(each.instance == at.instance and each.keyword in {"type", ""} for each in faults)
    fixed = sum(each.keyword in {"const", "enum"} for each in faults)
    return (shallow + fixed, len(faults))
