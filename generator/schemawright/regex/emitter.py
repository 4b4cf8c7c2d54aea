"""From trees to patterns of Python's `re`, spelled as they were where that means the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from schemawright.regex import cases, lookbehind, references, sets
from schemawright.regex.tree import (
    Anchor,
    At,
    Atomic,
    Cased,
    Char,
    CharClass,
    Choice,
    Group,
    Look,
    Node,
    Reference,
    Repeat,
    Sequence,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence as Several

    from schemawright.regex.points import Points

_LINE_END = r"[^\n\r\u2028\u2029]"
_ANCHORS = {
    Anchor.START: "^",
    Anchor.END: r"\Z",  # `$` also matches before a last line feed
    Anchor.LINE_START: f"(?<!{_LINE_END})",
    Anchor.LINE_END: f"(?!{_LINE_END})",
    Anchor.WORD: r"(?a:\b)",
    Anchor.NO_WORD: r"(?!(?a:\b))",  # `\B` does not match in an empty text before Python 3.14
}
_SIGNS: Mapping[tuple[int, int | None], str] = {(0, None): "*", (1, None): "+", (0, 1): "?"}
_WIDE = re.compile(r"\\[wWdDuUx1-9]|\(\?\(|\(\?P=")
"""What does not mean the same when only ASCII letters have two cases, or might not."""


def emitted(root: Node) -> str:
    """Return a pattern for `re.search`; raise Untranslatable if there is none."""
    return _Emitter(references.resolved(root)).text(root)


class _Emitter:
    """Writes one pattern, and counts its groups, as not all are left."""

    def __init__(self, targets: Mapping[int, tuple[references.Target, ...]]) -> None:
        self._targets = targets
        self._count = 0
        self._numbers: dict[int, int] = {}
        self._names: dict[int, str] = {}
        self._taken: set[str] = set()
        self._is_behind = False
        self._ignores_case = False

    def text(self, node: Node) -> str:
        match node:
            case Char():
                return sets.character(node)
            case CharClass(items=items, negated=negated):
                if items:
                    return sets.listed(items, negated=negated)
                return sets.written(_in_all_cases(node) if self._ignores_case else node.points)
            case At(anchor=anchor):
                return _ANCHORS[anchor]
            case Sequence(items=items):
                return self._sequence(items)
            case Choice(branches=branches):
                return "|".join([self.text(each) for each in branches])
            case Repeat():
                return self._repeat(node)
            case Group():
                return self._group(node)
            case Look():
                return self._look(node)
            case Reference():
                return self._reference(node)
            case Cased(body=body, ignored=ignored):
                outside, self._ignores_case = self._ignores_case, ignored
                text = _cased(self.text(body), ignored=ignored)
                self._ignores_case = outside
                return text
            case Atomic(body=body):
                return f"(?>{self.text(body)})"
            case _:
                assert_never(node)

    def _sequence(self, items: Several[Node]) -> str:
        parts: list[str] = []
        number = ""
        for item in items:
            part = self.text(item)
            if number and part[:1].isdigit():
                parts[-1] = f"(?:{parts[-1]})"
            if part:
                parts.append(part)
                number = part if isinstance(item, Reference) and part[-1].isdigit() else ""
        return "".join(parts)

    def _repeat(self, node: Repeat) -> str:
        body = "" if node.is_never_tried else self.text(node.body)
        if not body:
            return ""
        if isinstance(node.body, Sequence | Choice | Look | At | Repeat):
            body = f"(?:{body})"
        return f"{body}{_count(node)}{node.mode.value}"

    def _group(self, node: Group) -> str:
        if not node.number or self._is_behind:
            return f"(?:{self.text(node.body)})"
        self._count += 1
        self._numbers[node.number] = self._count
        name = node.name if node.name not in self._taken and _is_plain(node.name) else ""
        if name:
            self._names[node.number] = name
            self._taken.add(name)
        return f"({f'?P<{name}>' if name else ''}{self.text(node.body)})"

    def _look(self, node: Look) -> str:
        sign = "!" if node.negative else "="
        if node.ahead:
            return f"(?{sign}{self.text(node.body)})"
        ways = lookbehind.ways(node)
        if self._is_behind and len(ways) > 1:  # copies of copies would have no end
            raise lookbehind.refusal(node)
        outside, self._is_behind = self._is_behind, True
        found = [f"(?<{sign}{self.text(each)})" for each in ways]
        self._is_behind = outside
        if node.negative:
            return "".join(found)
        return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"

    def _reference(self, node: Reference) -> str:
        found = ""
        for target in reversed(self._targets[node.offset]):
            name = self._names.get(target.number)
            number = self._numbers[target.number]
            plain = f"(?P={name})" if name else f"\\{number}"
            otherwise = f"|{found}" if found else ""
            found = plain if target.is_certain else f"(?({name or number}){plain}{otherwise})"
        return found


def _is_plain(name: str) -> bool:
    """Tell whether Python allows a group's name, now and in later versions."""
    return name.isascii() and name.isidentifier()


def _count(node: Repeat) -> str:
    least, most = node.least, node.most
    if node.text:
        return node.text
    if (sign := _SIGNS.get((least, most))) is not None:
        return sign
    if least == most:
        return f"{{{least}}}"
    return f"{{{least},{'' if most is None else most}}}"


def _in_all_cases(node: CharClass) -> Points:
    """Return what a class matches where case does not matter: negation comes last."""
    if node.negated:
        return ~cases.closed(~node.points)
    return cases.closed(node.points)


def _cased(text: str, *, ignored: bool) -> str:
    r"""Return a part with its own rule about case.

    Python takes more letters for cases of one than ECMA-262 does: `i` and the dotless one. Where
    a part speaks of ASCII only it gets Python's rules for ASCII; the flag `u` of ECMA-262 would
    add U+017F to `s` and U+212A to `k`.
    """
    if not ignored:
        return f"(?-i:{text})"
    ascii_ = text.isascii() and not _WIDE.search(text.replace(_LINE_END, ""))
    return f"(?{'ai' if ascii_ else 'i'}:{text})"
