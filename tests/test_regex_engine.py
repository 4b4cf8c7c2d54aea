"""Patterns find in Python what they find in a real ECMAScript engine."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecmascript import Engine, node
from schemawright.regex.findings import Untranslatable
from schemawright.regex.translation import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

ALPHABET = "aab1 -_.\n]}/^$kB\u00e9\u2028\ufeff\u212a"
ASTRAL = "\U0001f600\U0001d4d0"

Text = st.SearchStrategy[str]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    executable = node()
    if executable is None:
        pytest.skip("no node is installed, which says what patterns mean")
    found = Engine(executable)
    yield found
    found.close()


def joined(*parts: Text) -> Text:
    return st.tuples(*parts).map("".join)


def words(*lines: str) -> Text:
    """Return one of the words of some lines."""
    return st.sampled_from(" ".join(lines).split())


def among(*texts: str) -> Text:
    return st.sampled_from(texts)


ESCAPES = words(
    r"\d \D \w \W \s \S \t \n \v \f \r \0 \cJ \x61 \u0061 \u{61} \/ \. \[ \] \- \^",
    r"\u{1F600} \uD83D\uDE00 \p{L} \P{Lu} \p{Script=Greek} \p{Nd} \$ \\",
)
LEGACY = words(r"\_ \' \c \c1 \8 \07 \18 \x \u \k { } ] {a x{ {1 {, a{, \-")
characters = st.sampled_from([*ALPHABET, *ASTRAL]).map(
    lambda each: f"\\{each}" if each in "^$]}/." else each
)
members = st.one_of(
    st.sampled_from([*"ab1-_.|&~[^$()*+?{}/", "\U0001f600", "a-b", "0-9", "!-~", " --"]),
    ESCAPES,
    among(r"\b", r"\-", r"a-\x7a"),
)
classes = joined(among("[", "[^"), st.lists(members, max_size=4).map("".join), st.just("]"))
sets = joined(
    among("[", "[^"),
    among(r"\w", r"\p{L}", "[a-z]", r"[^\d]", "a", r"\q{a|b}"),
    among("--", "&&"),
    among(r"\d", "[aeb]", r"\P{Lu}", "1", "[^b]"),
    st.just("]"),
)
atoms = st.one_of(characters, characters, st.just("."), ESCAPES, classes, classes)
anchors = among("^", "$", r"\b", r"\B")
references = among(r"\1", r"\1", r"\2", r"\k<n>")
quantifiers = among("", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "{1,}")


def grouped(inner: Text) -> Text:
    return joined(
        words("( ( (?: (?: (?: (?<n> (?= (?! (?<= (?<! (?i: (?s: (?m:"),
        st.lists(inner, min_size=1, max_size=3).map("|".join),
        st.just(")"),
    )


def pieces(*atoms: Text) -> Text:
    """Return sequences of some atoms and of groups of them."""
    plain = st.one_of(*atoms, anchors, references, atoms[0])
    quantified = joined(st.one_of(*atoms, *atoms), quantifiers)

    def several(inner: Text) -> Text:
        with_groups = joined(grouped(inner), quantifiers)
        return st.lists(st.one_of(quantified, with_groups, plain), max_size=4).map("".join)

    return st.recursive(st.lists(quantified | plain, max_size=3).map("".join), several)


patterns = pieces(atoms, sets) | pieces(atoms)
referring = pieces(among(*"aab"), among("(a)", "(b)?", "(a|b)", "(a)|b", "(?<n>a)?"), references)
legacy = pieces(
    among(*"ab1-"), LEGACY, classes.filter(lambda each: not re.search(r"[^\0-\x7f]|\\[puPz]", each))
)
texts = st.lists(
    st.text(ALPHABET + ASTRAL, max_size=7)
    | st.text("ab", max_size=7)
    | st.text("ab1-{},]\\c_k", max_size=8),
    min_size=6,
    max_size=12,
)
bmp_texts = st.lists(st.text(ALPHABET + "{},\\c'x", max_size=8), min_size=6, max_size=12)


def agree(engine: Engine, pattern: str, inputs: list[str]) -> None:
    """Compare, where the engine reads the pattern and Python can express it."""
    verdict = engine.search(pattern, inputs)
    try:
        found = translate(pattern)
    except Untranslatable as error:
        if verdict.found is not None and not RIGHT_REASONS.search(error.reason):
            raise
        return
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compiled = re.compile(found.pattern)
    foreign = any("ECMA-262" in each.message or "flag u" in each.message for each in found.notes)
    if verdict.found is None and RECENT.search(pattern) and not engine.is_recent():
        return
    if verdict.found is None:
        assert foreign, f"{pattern!r} is refused by the engine, and became {found.pattern!r}"
    elif "(?i" in pattern and ("\u212a" in pattern + "".join(inputs) or not verdict.mode):
        return  # Python's rules for ASCII have no sign for Kelvin; V8 does not find B by (?i:a|[b])
    elif not foreign and (verdict.mode or not is_astral(pattern + "".join(inputs))):
        mine = [compiled.search(text) is not None for text in inputs]
        assert mine == verdict.found, found.pattern


RIGHT_REASONS = re.compile(r"Python|\\q|two groups")
"""Why a pattern may be refused that the engine takes; V8 is lax about groups of one name."""


RECENT = re.compile(r"\(\?[ims]|<n>")
"""What older engines refuse."""


def is_astral(text: str) -> bool:
    """Tell whether there is a character that is two without the flag `u`, but not for us."""
    return max(text, default="") > "\uffff" or r"\uD83D" in text


ab_texts = st.lists(st.text("ab", max_size=6), min_size=6, max_size=12)
GRAMMARS = {
    "any": st.tuples(patterns, texts),
    "references": st.tuples(referring, ab_texts),
    "browsers": st.tuples(legacy, bmp_texts),
}


def compare(engine: Engine, grammar: str, count: int) -> None:
    @settings(max_examples=count)
    @given(drawn=GRAMMARS[grammar])
    def every(drawn: tuple[str, list[str]]) -> None:
        agree(engine, *drawn)

    every()


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_patterns_find_what_they_find_in_ecmascript(engine: Engine, grammar: str) -> None:
    compare(engine, grammar, 250)


@pytest.mark.slow
@pytest.mark.parametrize("grammar", GRAMMARS)
def test_many_patterns_find_what_they_find_in_ecmascript(engine: Engine, grammar: str) -> None:
    compare(engine, grammar, 5000)
