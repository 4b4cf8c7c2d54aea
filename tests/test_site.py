"""The site as files: links, text that stays text, examples, what is written and served."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from datetime import datetime
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from schemawright import settings
from schemawright.cli import main
from schemawright.location import Location
from schemawright.site import build, commonmark, serving
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conftest import Load

    Files = Mapping[PurePosixPath, str]

LARGEST = 5_000_000


class Read(HTMLParser):
    """What a page has: anchors, where it leads to, text, and tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.asked: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for key, value in attrs:
            self.attributes.add(key)
            if key == "id":
                self.ids.append(value or "")
            elif key == "href" and tag == "a":
                self.links.append(value or "")
            elif key in {"src", "href"}:
                self.asked.append(value or "")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)


def options(source: Any, folder: Path, **how: Any) -> Any:
    if not isinstance(source, str | Path):
        path = folder / "thing.json"
        path.write_text(json.dumps(source), encoding="utf-8")
        source = path
    given = {"source": Path(source).as_posix(), "package": "things", **how}
    return settings.options(given, lambda key: (Location(key), None))


def site(source: Any, folder: Path, **how: Any) -> Files:
    return build.built(options(source, folder, **how)).files


def read(files: Files) -> dict[str, Read]:
    return {str(path): Read(text) for path, text in files.items() if path.suffix == ".html"}


def unresolved(files: Files) -> list[str]:
    """Return all links that lead nowhere, with the pages that have them; each id is there once."""
    found = read(files)
    for name, page in found.items():
        assert [each for each, count in Counter(page.ids).items() if count > 1] == [], name
        assert {*page.asked} == {"site.css", "site.js"}
    targets = {f"{name}#{each}" for name, page in found.items() for each in page.ids} | {*found}
    missing: list[str] = []
    for name, page in found.items():
        for link in page.links:
            if not re.match("https?://|mailto:", link):
                file, _, anchor = unquote(link).partition("#")
                place = f"{file or name}#{anchor}" if anchor else file
                missing += [] if place in targets else [f"{name}: {link}"]
    return missing


@pytest.fixture(scope="module")
def calls(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Files:
    return site(repository / "schemas", tmp_path_factory.mktemp("calls"), root="Call")


def test_every_link_leads_somewhere(calls: Files) -> None:
    assert unresolved(calls) == []


def test_every_link_of_a_large_document_leads_somewhere(shared: Path, tmp_path: Path) -> None:
    """All 981 schemas; the site has the size that it may have."""
    built = build.built(options(shared / "data/vapi-openapi.json", tmp_path))
    assert len(built.files) > 981
    assert unresolved(built.files) == []
    build.write(built, tmp_path / "site", force=False)
    assert sum(each.stat().st_size for each in (tmp_path / "site").iterdir()) <= LARGEST


class Found(NamedTuple):
    """An entry of what can be searched."""

    name: str
    href: str


def index(files: Files) -> list[Found]:
    """Return what the scripts make of the index, by the same rules."""
    text = files[PurePosixPath("search.js")]
    data = json.loads(text.split("var SCHEMAWRIGHT = ", 1)[1].rsplit(";\nstart();", 1)[0])
    found: list[Found] = []
    for file, title, types in data["pages"]:
        for called, mode, kind, _, *more in types:
            name = title + called if mode == 1 else called
            prefix = ("", called, name)[mode]
            is_top = name == title
            found.append(Found(name, f"{file}.html" if is_top else f"{file}.html#{prefix}"))
            numbers: list[int] = more[0] if more else []
            if data["kinds"][kind] == "Dataclass":
                names = [data["names"][each].split("\t")[0] for each in numbers[::2]]
            else:
                names = [_member(data["names"][each]) for each in numbers]
            inside = f"{file}.html#{prefix}." if prefix else f"{file}.html#"
            found += [Found(f"{name}.{each}", inside + each) for each in names]
    return found


def _member(entry: str) -> str:
    name, value = entry.split("\t")
    bare = re.sub(r"""^(["'])(.*)\1$""", r"\2", value, flags=re.DOTALL)
    return name or re.sub("[^A-Za-z0-9]+", "_", bare).upper()


def test_everything_in_the_index_is_there(calls: Files) -> None:
    found = read(calls)
    targets = {f"{name}#{each}" for name, page in found.items() for each in page.ids} | {*found}
    entries = index(calls)
    assert [each for each in entries if each.href not in targets] == []
    assert {"Call", "Call.ended_reason", "CallEndedReason.SILENCE_TIMED_OUT"} <= {
        each.name for each in entries
    }
    anchors = {f"{name}#{each}" for name, page in found.items() for each in page.ids}
    assert anchors <= {each.href for each in entries}


def test_names_that_would_clash_are_whole(tmp_path: Path) -> None:
    """An inner type cannot have the anchor of another one, nor of a field."""
    properties = {"a": {"enum": ["x"]}, "aA": {"enum": ["y"]}, "名": {"type": "string"}}
    named = {"title": "A名", "enum": ["z", "q"], "type": "string"}
    schema = {
        "$defs": {
            "A": {"type": "object", "properties": {**properties, "b": {"enum": ["w"]}}},
            "Index": {"type": "object", "properties": {"changes": {"$ref": "#/$defs/Changes"}}},
            "Changes": {"enum": ["main", "results"]},
            "Odd": {"type": "object", "properties": {"名": named}},
        }
    }
    files = site(schema, tmp_path)
    assert {"index.html", "index_.html", "changes_.html"} <= {*map(str, files)}
    assert unresolved(files) == []
    targets = {f"{n}#{each}" for n, page in read(files).items() for each in page.ids}
    assert [e for e in index(files) if "#" in e.href and e.href not in targets] == []


HOSTILE = """</pre></script><script>alert(1)</script> <img src=https://x.invalid/y onerror=alert(1)>
[a](javascript:alert(1)) [b](data:text/html,x) ![c](https://x.invalid/c.png) [d](other.html)
<!-- {{ 7 * 7 }} {% raw %} \u202e\x00 --> `</code><b>` &lt;i&gt;

# Heading

    <script>code</script>
"""


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    value = {"type": "string", "description": HOSTILE, "title": HOSTILE, "default": HOSTILE}
    schema = {
        "title": "Pet",
        "type": "object",
        "description": HOSTILE,
        "required": [HOSTILE],
        "properties": {
            HOSTILE: {**value, "examples": [HOSTILE], "pattern": "<script>"},
            "kind": {"enum": [HOSTILE, "b"], "description": HOSTILE},
        },
        "patternProperties": {"</p><script>": {"type": "string"}},
        "examples": [{HOSTILE: "<script>"}],
    }
    files = site(schema, tmp_path)
    for page in read(files).values():
        assert page.tags["script"] == 1
        assert not {"img", "iframe", "object", "style", "form"} & {*page.tags}
        assert not [each for each in page.attributes if each.startswith("on")]
        assert all(re.match(r"https://x\.invalid/|[\w.]*(#|$)", each) for each in page.links)
        assert page.tags["h1"] == 1
        assert "\x00" not in page.text
        assert "\u202e" not in page.text
    assert "<script>alert(1)</script>" in read(files)["pet.html"].text
    script = files[PurePosixPath("search.js")]
    assert "\u202e" not in script
    assert unresolved(files) == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain.", "<p>Plain."),
        ("*a* `b`", "<p><em>a</em> <code>b</code>"),
        ("<b>a</b> & c", "<p>&lt;b&gt;a&lt;/b&gt; &amp; c"),
        ("- a\n- b", "<ul>\n<li>a<li>b</ul>"),
        ("# a\n\nb", "<p><strong>a</strong><p>b"),
        ("[a](https://b.c)", '<p><a href="https://b.c" rel="noreferrer">a</a>'),
        ("[a](javascript:b)", "<p>[a](javascript:b)"),
        ("[a](JaVaScript&#58;b)", "<p>[a](JaVaScript:b)"),
        ("[a](data:text/html,b)", "<p>[a](data:text/html,b)"),
        ("[a](//b.c)", "<p>[a](//b.c)"),
        ("[a](b.html)", "<p>[a](b.html)"),
        ("![a](https://b.c/d.png)", '<p><a href="https://b.c/d.png" rel="noreferrer">a</a>'),
        (
            "[![a](https://b.c/d.png)](https://e.f)",
            '<p><a href="https://e.f" rel="noreferrer">a</a>',
        ),
        ('[a](https://b.c "t\\"><script>")', '<p><a href="https://b.c" rel="noreferrer">a</a>'),
        ("", ""),
    ],
)
def test_descriptions_are_commonmark(text: str, html: str) -> None:
    assert commonmark.Prose().html(text) == html


def test_a_single_paragraph_needs_no_mark_in_a_cell() -> None:
    prose = commonmark.Prose()
    assert prose.cell("a `b`") == "a <code>b</code>"
    assert prose.cell("a\n\nb") == "<p>a<p>b"
    assert prose.cell("- a") == "<ul>\n<li>a</ul>"


def test_end_tags_are_left_out_only_where_html_allows_it() -> None:
    """Read with end tags or without, there is the same in the same order."""
    texts = ["a\n\n- b\n\n  c\n- d\n\n> e\n\n```\nf\n```\n\ng `h`", "1. a\n2. b\n\n---\n\nc"]
    for text in texts:
        whole = str(commonmark.library().render(text))
        short = commonmark.Prose().html(text)
        assert Read(whole).tags == Read(short).tags
        assert "".join(Read(whole).text.split()) == "".join(Read(short).text.split())


@given(st.text(st.sampled_from("ab1 .,:;'`*_[]()<>&\"#|~=+-!/\\\t\n")))
def test_plain_lines_are_read_as_all_others(text: str) -> None:
    """What is taken as it is reads as what the library makes of it."""
    whole = Read(str(commonmark.library().render(text)))
    taken = Read(commonmark.Prose().html(text))
    assert taken.tags == whole.tags
    assert "".join(taken.text.split()) == "".join(whole.text.split())
    assert "\n" in text or taken.text.split() == whole.text.split()


def blocks(page: str) -> list[tuple[str, str, str]]:
    """Return the name of each type on a page that has an example, with its Python and its JSON."""
    found: list[tuple[str, str, str]] = []
    for section in page.split("<section>")[1:]:
        name = re.search(r"<h[12][^>]*>([^<]*)", section)
        example = re.search(
            "<div class=example><pre>(.*?)</pre><pre>(.*?)</pre>", section, re.DOTALL
        )
        if name and example:
            python, text = (Read(each).text for each in example.groups())
            found.append((name[1], python, text))
    return found


def holds(whole: Any, part: Any) -> bool:
    """Tell whether a value has all of another one; calls add defaults of what they leave out."""
    if is_object(part):
        return all(key in whole and holds(whole[key], each) for key, each in part.items())
    if is_array(part):
        return len(whole) == len(part) and all(map(holds, whole, part))
    if isinstance(part, str) and whole != part:
        return datetime.fromisoformat(whole) == datetime.fromisoformat(part)
    return bool(whole == part)


def check_examples(package: Any, files: Files) -> int:
    """Hold every example against the package: its validators, and what its codecs decode."""
    validator = import_module(f"{package.__name__}.validation").validator
    count = 0
    for text in files.values():
        for name, python, wire in blocks(text):
            value = json.loads(wire)
            assert validator(name).is_valid(value), name
            *imports, last = python.split("\n\n")
            scope: dict[str, Any] = {}
            exec("\n\n".join(imports), scope)  # noqa: S102 - what the site shows
            made = eval(last, scope)  # noqa: S307 - see above
            kind = getattr(package, name)
            if isinstance(kind, type) and hasattr(kind, "from_dict"):
                made_of = made.to_dict()
                assert validator(name).is_valid(made_of), name
                assert holds(made_of, value), name
            count += 1
    return count


def test_examples_are_valid_and_make_what_they_say(
    repository: Path, tmp_path: Path, load: Load
) -> None:
    source = repository / "schemas"
    package = load(source, root="Call")
    files = site(source, tmp_path, root="Call", package=package.__name__)
    assert check_examples(package, files) > 120


@pytest.mark.slow
def test_examples_of_a_large_document_are_valid(shared: Path, tmp_path: Path, load: Load) -> None:
    source = shared / "data/vapi-openapi.json"
    package = load(source)
    files = site(source, tmp_path, package=package.__name__)
    assert check_examples(package, files) > 970


def test_examples_are_spelled_as_their_types_are(tmp_path: Path) -> None:
    schema = {
        "title": "Thing",
        "type": "object",
        "required": ["at", "on", "id", "pair", "more", "one", "any", "maybe"],
        "additionalProperties": False,
        "properties": {
            "at": {"type": "string", "format": "date-time"},
            "on": {"type": "string", "format": "date"},
            "id": {"type": "string", "format": "uuid"},
            "pair": {"type": "array", "prefixItems": [{"const": 1}], "minItems": 1, "items": False},
            "more": {"type": "object", "additionalProperties": {"enum": ["a b", "c"]}},
            "one": {"oneOf": [{"type": "integer"}, {"$ref": "#"}]},
            "any": True,
            "maybe": {"type": ["number", "null"]},
        },
    }
    text = site(schema, tmp_path)[PurePosixPath("thing.html")]
    assert blocks(text)[0][1] == EXAMPLE


EXAMPLE = """\
from datetime import date, datetime
from uuid import UUID

from things import Thing, ThingMoreValue

Thing(
    at=datetime.fromisoformat("2026-01-31T12:30:00Z"),
    on=date.fromisoformat("2026-01-31"),
    id=UUID("8c0b2a1e-5d3f-4a76-9b1c-2e4d6f8a0c13"),
    pair=(1,),
    more={"key": ThingMoreValue.A_B},
    one=1,
    any="anything",
    maybe=1.5,
)"""


def test_what_no_call_can_make_is_decoded(tmp_path: Path) -> None:
    none: dict[str, Any] = {}
    schema = {"title": "Thing", "type": "object", "minProperties": 1, "properties": none}
    name, python, wire = blocks(site(schema, tmp_path)[PurePosixPath("thing.html")])[0]
    assert (name, json.loads(wire)) == ("Thing", {"key": "anything"})
    assert "codecs.thing.decode(" in python or python.endswith('{"key": "anything"}')


def test_long_lists_are_there_once(tmp_path: Path) -> None:
    values = {"enum": [f"value {number}" for number in range(12)]}
    both = {"a": values, "b": values, "c": {"enum": ["x", "y"]}, "d": {"enum": ["x", "y"]}}
    schema = {"title": "Thing", "type": "object", "properties": both}
    page = site(schema, tmp_path)[PurePosixPath("thing.html")]
    assert page.count('"value 3"') == 1
    assert "The same 12 values as <a href=#A>ThingA</a>." in page
    assert page.count("<td>X<td>") == 2


def test_the_same_input_has_the_same_site(calls: Files, repository: Path, tmp_path: Path) -> None:
    assert dict(site(repository / "schemas", tmp_path, root="Call")) == dict(calls)


def test_no_order_of_hashes_shows(repository: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "schemawright", "docs", "-q", "--root", "Call"]
        command += [(repository / "schemas").as_posix(), "-o", seed]
        subprocess.run(
            command, cwd=tmp_path, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        )
    one, other = (
        {each.name: each.read_bytes() for each in (tmp_path / seed).iterdir()} for seed in "12"
    )
    assert one == other


PET = {"title": "Pet", "type": "object", "properties": {"kind": {"enum": ["cat", "dog"]}}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("pet.json").write_text(json.dumps(PET), encoding="utf-8")
    return tmp_path


def docs(*arguments: str) -> tuple[int, str]:
    outcome = CliRunner().invoke(main, ["docs", *arguments], catch_exceptions=False)
    return outcome.exit_code, outcome.output


@pytest.mark.usefixtures("folder")
def test_the_command_writes_what_has_changed() -> None:
    assert docs("pet.json") == (0, "")
    page = Path("site/pet.html")
    before = page.read_bytes()
    assert docs("pet.json", "-v") == (0, "wrote 0 files, 5 unchanged in site\n")
    page.write_bytes(before + b"mine")
    status, said = docs("pet.json")
    assert (status, "site/pet.html: warning changed-by-hand" in said) == (1, True)
    assert page.read_bytes() == before + b"mine"
    assert docs("pet.json", "--force") == (0, "")
    assert page.read_bytes() == before
    Path("other.json").write_text(json.dumps({**PET, "title": "Other"}), encoding="utf-8")
    assert docs("other.json", "--package", "pet") == (0, "")
    assert not page.exists()
    Path("site/index.html").unlink()
    Path("site/index.html").write_text("somebody else's")
    status, said = docs("other.json", "-o", "site")
    assert status == 1
    assert Path("site/index.html").read_text() == "somebody else's"


def test_the_site_lies_beside_the_configuration(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("schemawright.toml").write_text('source = "pet.json"')
    Path("deeper").mkdir()
    monkeypatch.chdir("deeper")
    assert docs() == (0, "")
    assert (folder / "site/pet.html").is_file()


@pytest.mark.usefixtures("folder")
def test_a_site_is_not_read_as_a_source() -> None:
    Path("schemas").mkdir()
    Path("pet.json").rename("schemas/pet.json")
    status, said = docs("schemas", "-o", "schemas/site")
    assert status == 2
    assert "schemas/site: error bad-option: it lies in schemas" in said
    assert not Path("schemas/site").exists()


@pytest.mark.usefixtures("folder")
def test_changes_are_shown() -> None:
    old = {**PET, "properties": {"kind": {"enum": ["cat", "dog", "cow"]}}}
    Path("old.json").write_text(json.dumps(old), encoding="utf-8")
    assert docs("pet.json", "--previous", "old.json") == (0, "")
    page = Path("site/changes.html").read_text(encoding="utf-8")
    assert "Since <code>old.json</code>: 1 breaking change." in page
    assert "<a href=pet.html#Kind>PetKind</a>: the value &#34;cow&#34; was removed" in page
    assert "What has changed" in Path("site/index.html").read_text(encoding="utf-8")
    assert docs("pet.json") == (0, "")
    assert not Path("site/changes.html").exists()
    status, said = docs("pet.json", "old.json", "--package", "p", "--previous", "old.json")
    assert (status, "--previous: error bad-option: there are 2 sources" in said) == (2, True)


@pytest.mark.usefixtures("folder")
def test_bad_input_leaves_the_site_as_it_is() -> None:
    assert docs("pet.json") == (0, "")
    before = Path("site/pet.html").read_bytes()
    Path("pet.json").write_text("{")
    status, said = docs("pet.json")
    assert (status, "error" in said) == (2, True)
    assert Path("site/pet.html").read_bytes() == before


@pytest.mark.usefixtures("folder")
def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "markdown_it", None)
    commonmark.library.cache_clear()
    try:
        status, said = docs("pet.json")
    finally:
        commonmark.library.cache_clear()
    assert status == 2
    assert "pip install 'schemawright[docs]'" in said


def asked(url: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return answer.status, answer.headers["Content-Type"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, ""


@pytest.mark.usefixtures("folder")
def test_a_site_is_served_to_this_machine_alone() -> None:
    assert docs("pet.json") == (0, "")
    Path("site/inner").mkdir()
    with serving.served(Path("site"), 0) as url:
        assert url.startswith("http://127.0.0.1:")
        assert asked(url) == (200, "text/html; charset=utf-8")
        assert asked(f"{url}site.js") == (200, "text/javascript; charset=utf-8")
        assert asked(f"{url}nothing.html")[0] == 404
        assert asked(f"{url}inner/")[0] == 404
        assert asked(f"{url}../pet.json")[0] == 404
        assert asked(url, Host="example.org")[0] == 421


@pytest.mark.usefixtures("folder")
@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal of POSIX")
def test_the_command_serves_until_it_is_interrupted() -> None:
    command = [sys.executable, "-m", "schemawright", "docs", "pet.json", "--serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        url = line.split()[0]
        assert asked(url)[0] == 200
        port = url.split(":")[2].strip("/")
        status, said = docs("pet.json", "--serve", "--port", port)
        assert (status, f"--port: error bad-option: port {port} cannot be had" in said) == (2, True)
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == ""
    assert process.returncode == 0
