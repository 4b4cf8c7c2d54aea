"""The nodes of a YAML text: the value of each, and where its children stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.source.values import JsonValue

_INDEX = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)


class Scalar:
    """A scalar; `text` is what it is called as a key, `merges` says that it is the key `<<`."""

    __slots__ = ("merges", "text", "value")

    size: ClassVar[int] = 1
    height: ClassVar[int] = 0

    def __init__(self, value: JsonValue, text: str, *, merges: bool = False) -> None:
        self.value = value
        self.text = text
        self.merges = merges


class Collection:
    """A sequence or mapping; each child comes with the offset of its item or key.

    `size` and `height` are those of the value with all aliases written out.
    """

    __slots__ = ("children", "height", "size", "value")

    def __init__(self, children: Children) -> None:
        nodes = children.values() if isinstance(children, dict) else children
        self.children = children
        self.size: int = 1 + sum(node.size for _, node in nodes)
        self.height: int = 1 + max((node.height for _, node in nodes), default=0)
        self.value: JsonValue
        if isinstance(children, dict):
            self.value = {key: node.value for key, (_, node) in children.items()}
        else:
            self.value = [node.value for _, node in children]


Node: TypeAlias = Scalar | Collection
Child: TypeAlias = tuple[int, Node]
Children: TypeAlias = list[Child] | dict[str, Child]


class Open:
    """A collection whose end has not come yet."""

    __slots__ = ("anchor", "children", "key", "merged", "size", "start")

    def __init__(self, start: int, anchor: str | None, *, is_mapping: bool) -> None:
        self.start = start
        self.anchor = anchor
        self.children: Children = {} if is_mapping else []
        self.key: tuple[int, Scalar] | None = None
        self.merged: list[dict[str, Child]] | None = None
        self.size = 1

    @property
    def wants_key(self) -> bool:
        """Whether the next node is the key of a member."""
        return self.key is None and isinstance(self.children, dict)

    @property
    def token(self) -> str | int | None:
        """The JSON Pointer token of the child that is being read, if there is one."""
        if isinstance(self.children, list):
            return len(self.children)
        return self.key[1].text if self.key else None

    def repeats(self, key: Scalar) -> bool:
        """Whether the mapping has that key already."""
        return self.merged is not None if key.merges else key.text in self.children

    def add(self, start: int, node: Node) -> None:
        """Take in an item, or the value of the member whose key came before."""
        self.size += node.size
        if isinstance(self.children, list):
            self.children.append((start, node))
        elif self.key is not None:
            self.children[self.key[1].text] = (self.key[0], node)
            self.key = None

    def merge(self, node: Node) -> bool:
        """Take in the value of the key `<<`; return whether it can be merged.

        See https://yaml.org/type/merge.html: a mapping, or a sequence of mappings.
        """
        self.key = None
        self.merged = []
        sources = [node]
        if isinstance(node, Collection) and isinstance(node.children, list):
            sources = [each for _, each in node.children]
        for source in sources:
            if not isinstance(source, Collection) or not isinstance(source.children, dict):
                return False
            self.merged.append(source.children)
        return True

    def close(self) -> Collection:
        """Return the finished collection.

        Merged members come first and keep their places, as PyYAML has it; of several, the earlier
        one counts, and the mapping's own count more than any.
        """
        children = self.children
        if self.merged and isinstance(children, dict):
            every: dict[str, Child] = {}
            for members in self.merged:
                for key, child in members.items():
                    every.setdefault(key, child)
            children = every | children
        return Collection(children)


class YamlPlaces:
    """Where the nodes of a YAML text start."""

    __slots__ = ("_root",)

    def __init__(self, root: Child) -> None:
        self._root = root

    def offset(self, tokens: Sequence[str]) -> int:
        """Return where a node starts: a member at its key, an item at its value.

        A node that is not there counts as its nearest ancestor that is.
        """
        here, node = self._root
        for token in tokens:
            if isinstance(node, Scalar):
                break
            child: Child | None = None
            if isinstance(node.children, dict):
                child = node.children.get(token)
            elif _INDEX.fullmatch(token) and int(token) < len(node.children):
                child = node.children[int(token)]
            if child is None:
                break
            here, node = child
        return here
