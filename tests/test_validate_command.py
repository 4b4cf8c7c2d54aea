"""The command `validate`: which schema and which data it takes, and what it says of them."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest
from click.testing import CliRunner

from loopback_server import answer, serving
from schemawright import console, validation
from schemawright.assertions.reading import plan
from schemawright.cli import main
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.source.graph import closure
from schemawright.source.library import Library
from schemawright.source.references import References
from schemawright.validating import checking, command, inputs, streams, texts, workers
from schemawright.validating import run as running
from schemawright.validating.outcomes import Outcome
from schemawright.validating.totals import Totals, amount, summary
from schemawright.validating.workers import Workers

if TYPE_CHECKING:
    from click.testing import Result

    from schemawright.assertions.plan import Plan

TOY = {
    "oneOf": [
        {
            "properties": {"type": {"const": "ball"}, "size": {"type": "number"}},
            "required": ["type", "size"],
            "additionalProperties": False,
        },
        {"required": ["bone", "taste", "smell"]},
    ]
}
PET = {
    "title": "Pet",
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "maxLength": 5},
        "toys": {"type": "array", "items": TOY},
        "born": {"format": "date"},
    },
}
REX = '{"name": "Rex"}\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [each for each in os.environ if each.startswith("SCHEMAWRIGHT_")]:
        monkeypatch.delenv(name)
    Path("schemas").mkdir()
    Path("schemas/Pet.json").write_text(json.dumps(PET))
    Path("schemas/Id.json").write_text('{"title": "Id", "type": "integer"}')
    Path("rex.json").write_text(REX)
    return tmp_path


def validate(*arguments: str, **how: Any) -> Result:
    result = CliRunner().invoke(main, ["validate", *arguments], prog_name="schemawright", **how)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def against(*arguments: str, **how: Any) -> Result:
    return validate(*arguments, "--schema", "schemas/Pet.json", **how)


def findings(*arguments: str, **how: Any) -> list[dict[str, Any]]:
    result = against(*arguments, "--report", "json", **how)
    assert result.stderr == ""
    return [json.loads(line) for line in result.stdout.splitlines()]


def lines(*arguments: str, **how: Any) -> list[tuple[int, str]]:
    return [(each["line"], each["keyword"] or each["code"]) for each in findings(*arguments, **how)]


def written(name: str, text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    Path(name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return name


# What is said


def test_nothing_is_said_of_valid_data() -> None:
    result = against("rex.json")
    assert (result.exit_code, result.output) == (0, "")
    result = against("rex.json", "--verbose")
    assert result.stdout == ""
    assert result.stderr.startswith("1 document is valid (16 bytes, 0.")


def test_findings_have_places_and_causes() -> None:
    written(
        "a.json", '{\n  "toys": [{"type": "ball", "size": "big", "x": 1}],\n  "name": "Tobias"\n}'
    )
    result = against("a.json")
    assert (result.exit_code, result.stdout) == (1, "")
    text, _, rest = result.stderr.partition("\n\n")
    assert text == (
        "a.json:2:12 #/toys/0: error oneOf: expected one of 2 alternatives, found an object that "
        "fits none\n"
        '  type: #…/size: expected a number, found the string "big"\n'
        "  additionalProperties: #…/x: nothing is allowed here, found the number 1\n"
        "  schema: schemas/Pet.json:1:153 #/properties/toys/items/oneOf\n"
        "a.json:3:3 #/name: error maxLength: expected at most 5 characters, found 6\n"
        "  schema: schemas/Pet.json:1:100 #/properties/name/maxLength"
    )
    table, _, last = rest.partition("\n\n")
    assert table == (
        "  findings  keyword    path\n"
        "         1  oneOf      /toys/*\n"
        "         1  maxLength  /name"
    )
    assert last.startswith("of 1 document 1 is invalid (")


def test_findings_as_data_have_stable_keys() -> None:
    written("a.jsonl", f'{REX}{{"name": "a", "toys": [{{"type": "ball"}}]}}\n{{')
    one, other = findings("a.jsonl")
    assert one == {
        "code": "invalid-data",
        "severity": "error",
        "message": "expected one of 2 alternatives, found an object that fits none",
        "file": "a.jsonl",
        "line": 2,
        "column": 24,
        "pointer": "/toys/0",
        "keyword": "oneOf",
        "schema": "schemas/Pet.json#/properties/toys/items/oneOf",
        "causes": [
            {
                "message": 'expected the key "size", which is missing',
                "pointer": "/toys/0",
                "keyword": "required",
                "schema": "schemas/Pet.json#/properties/toys/items/oneOf/0/required",
                "causes": [],
            }
        ],
        "hint": "",
    }
    assert list(other) == list(one)
    assert (other["code"], other["line"], other["keyword"]) == ("syntax-error", 3, None)


def test_findings_become_annotations() -> None:
    written("a.jsonl", '{"name": "a", "toys": [{"type": "ball"}]}\n{\n')
    result = against("a.jsonl", "--report", "github")
    one, other = result.stdout.splitlines()
    assert one.startswith("::error file=a.jsonl,line=1,col=24,title=oneOf::#/toys/0: expected")
    assert "%0Aschemas/Pet.json:1:153 #/properties/toys/items/oneOf: demands it" in one
    assert other.startswith("::error file=a.jsonl,line=2,col=2,title=syntax-error::expected")
    assert (result.exit_code, result.stderr) == (1, "")


def test_what_forbids_a_value_is_named() -> None:
    schema = {"properties": {"a": False}, "additionalProperties": False}
    written("s.json", json.dumps(schema))
    written("a.json", '{"a": 1, "b": 2}')
    text = validate("a.json", "--schema", "s.json").stderr
    assert "#/a: error false: nothing is allowed here, found the number 1\n" in text
    assert "#/b: error additionalProperties: nothing is allowed" in text


def test_of_many_alike_a_few_are_shown_and_all_are_counted() -> None:
    odd = '{"name": 1}\n' * 1200 + '{"name": "a", "toys": 3}\n' * 2
    written("a.jsonl", odd)
    text = against("a.jsonl").stderr
    assert text.count("#/name: error type") == checking.FEW
    assert text.count("#/toys: error type") == 2
    assert "… and 1,190 more findings (--verbose shows all)\n" in text
    assert "     1,200  type     /name\n         2  type     /toys\n" not in text.splitlines()
    assert "1,200  type" in text
    assert "of 1,202 documents 1,202 are invalid (" in text
    assert against("a.jsonl", "-v").stderr.count("#/name: error type") == 1200
    assert len(findings("a.jsonl")) == 1202
    written("b.jsonl", '{"name": 1}\n' * (checking.FEW + 1))
    assert "… and 1 more finding (" in against("b.jsonl").stderr


def test_kinds_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_KINDS", 20)
    monkeypatch.setattr("schemawright.validating.totals.MOST_KINDS", 20)
    monkeypatch.setattr(checking, "MOST_SHOWN", 15)
    written("s.json", '{"additionalProperties": {"type": "string"}}')
    for name, start in (("a.json", 0), ("b.json", 50)):
        written(name, json.dumps({f"key{start + n}": n for n in range(30)}))
    result = validate("a.json", "b.json", "--schema", "s.json", "-q")
    assert result.stderr.count(": error type") == 15
    text = validate("a.json", "b.json", "--schema", "s.json").stderr
    assert "\n… and 11 other kinds (--verbose shows all)\n" in text
    assert "40  …        (other places)\n" in text


def test_long_paths_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    def narrow(_: object) -> int:
        return 60

    monkeypatch.setattr(command, "columns", narrow)
    written("s.json", json.dumps({"additionalProperties": {"additionalProperties": False}}))
    written("a.json", json.dumps({"x" * 60: {"end": 1, "last": 2}}))
    text = validate("a.json", "--schema", "s.json").stderr
    assert "…xxxxxxxx" in text
    assert all(len(each) < 60 for each in text.split("\n\n")[1].splitlines())


def test_warnings_do_not_make_data_invalid() -> None:
    written("a.json", '{"name": 1,\n"name": "Rex"}')
    result = against("a.json")
    assert result.exit_code == 0
    assert result.stderr.startswith("a.json:2:1 #/name: warning duplicate-key: ")
    assert against("a.json", "--quiet").output == ""
    assert against(written("a.jsonl", '{"name": 1, "name": "Rex"}')).output == ""
    assert lines(written("a.yaml", "name: a\nname: b\n")) == [(2, "duplicate-key")]


def test_fail_fast_stops_at_the_first_document() -> None:
    written("a.jsonl", REX + '{"name": 1, "toys": 1}\n{\n')
    written("b.json", "{")
    result = against("a.jsonl", "b.json", "--fail-fast")
    assert result.exit_code == 1
    assert result.stderr.count(": error ") == 2
    assert (
        "\nstopped at the first that is not valid: of 2 documents 1 is invalid (" in result.stderr
    )
    assert against("b.json", "a.jsonl", "--fail-fast").stderr.count(": error ") == 1


def test_quiet_shows_nothing_but_findings() -> None:
    written("a.jsonl", '{"name": 1}\n')
    assert against("a.jsonl", "-q").stderr.splitlines() == [
        "a.jsonl:1:2 #/name: error type: expected a string, found the number 1",
        "  schema: schemas/Pet.json:1:82 #/properties/name/type",
    ]


# Which data


def test_directories_are_searched() -> None:
    Path("data/.hidden").mkdir(parents=True)
    Path("data/inside.json").mkdir()
    bad = {"c.json", "a.yaml", "b.yml", "d.jsonl", "e.ndjson", "inside.json/f.jsonl.gz"}
    for name in bad:
        written(f"data/{name}", "1\n")
    for name in (".hidden/x.json", "readme.txt", ".y.json"):
        written(f"data/{name}", "1\n")
    found = [each["file"] for each in findings("data")]
    assert found == [f"data/{name}" for name in sorted(bad)]


def test_what_is_not_there_is_said_at_once() -> None:
    Path("empty").mkdir()
    result = against("nowhere.json", "empty", "rex.json/x")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nowhere.json: error unreadable: cannot be read: there is no such file" in result.stderr
    assert "empty: error unreadable: cannot be read: no file in it ends in .json" in result.stderr
    assert result.stderr.count("error unreadable") == 3
    with pytest.raises(InputError, match=r"cannot be read: .*null"):
        inputs.inputs(["a\0b"], "auto")


def test_what_cannot_be_read_does_not_end_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    written("a.json", "1")
    written("b.json", "1")
    opened = Path.open

    def refuse(path: Path, mode: str) -> Any:
        if path.name == "a.json":
            raise PermissionError(13, "Permission denied")
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", refuse)
    result = against("a.json", "b.json")
    assert result.exit_code == 2
    assert "a.json:1:1: error unreadable: cannot be read: permission denied\n" in result.stderr
    assert "b.json:1:1: error type: " in result.stderr
    assert "1 is invalid, 1 input could not be read (" in result.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"name": "a"}', []),
        ('{"name": "a"}\n{"name": 1}\n', [(2, "type")]),
        ("\n\n1\n\n2", [(3, "type"), (5, "type")]),
        ('{\n"name": 1}', [(2, "type")]),
        ('{"name": \n1}', [(1, "type")]),
        ("[\n1\n", [(3, "syntax-error")]),
        ("name: 1\n---\nname: 2\n", [(1, "type"), (3, "type")]),
        ("", [(1, "syntax-error")]),
        ("\n \n", [(1, "syntax-error")]),
        ("\ufeff" + REX + "1\n", [(2, "type")]),
    ],
)
def test_standard_input_is_what_it_looks_like(text: str, expected: list[tuple[int, str]]) -> None:
    assert lines("-", input=text) == expected
    written("data", text)
    assert lines("data") == expected
    os.mkfifo("pipe")
    thread = threading.Thread(target=Path("pipe").write_text, args=(text,))
    thread.start()
    assert lines("pipe") == expected
    thread.join()


def test_standard_input_in_utf_16() -> None:
    assert lines("-", input='{"name": 1}\n'.encode("utf-16")) == [(1, "type")]
    assert lines("-", input="name: 1\n".encode("utf-16")) == [(1, "type")]


def test_syntax_can_be_stated() -> None:
    written("data.txt", '{"name": \n1}\n')
    assert lines("data.txt", "--syntax", "jsonl") == [(1, "syntax-error"), (2, "syntax-error")]
    assert lines("data.txt", "--syntax", "json") == [(1, "type")]
    written("a.json", "name: 1")
    assert lines("a.json", "--syntax", "yaml") == [(1, "type")]


# Hostile data

DEEP = "[" * 600 + "]" * 600
BROKEN = [
    (b"\xff", "syntax-error"),
    (b'{"name": "\xc3("}', "syntax-error"),
    (b'{"name": NaN}', "syntax-error"),
    (b'{"name": -Infinity}', "syntax-error"),
    (b'{"name": 1e400}', "too-large"),
    (b'{"name": ' + b"1" * 5000 + b"}", "too-large"),
    (DEEP.encode(), "too-large"),
    (b"[" * 200_000, "too-large"),
    (b'{"name": "a"} 1', "syntax-error"),
    (b'{"name": "a\tb"}', "syntax-error"),
    (b"\xef\xbb\xbf1", "syntax-error"),
    (b"nonsense", "syntax-error"),
]


def test_a_broken_line_is_one_finding_and_the_rest_goes_on() -> None:
    data = REX.encode() + b"\r\n\n".join(line for line, _ in BROKEN) + b'\n \n{"name": 1}'
    written("a.jsonl", data)
    expected = [(2 + 2 * n, code) for n, (_, code) in enumerate(BROKEN)]
    assert lines("a.jsonl") == [*expected, (26, "type")]
    text = against("a.jsonl").stderr
    assert "12 are broken" in text
    assert "Traceback" not in text


@pytest.mark.parametrize(("line", "code"), BROKEN)
def test_a_broken_document_is_one_finding(line: bytes, code: str) -> None:
    written("a.json", line)
    expected = [] if line.startswith(b"\xef") else [(1, code)]
    found = lines("a.json")
    assert found == (expected or [(1, "type")])


def test_positions_are_those_in_the_file() -> None:
    written("a.jsonl", REX + '{"name": [1,\n')
    (finding,) = findings("a.jsonl")
    assert (finding["message"], finding["hint"]) == (
        "expected a value, found the end of the line",
        "the [ at 2:10 is not closed",
    )
    written("a.yaml", "name: a\n---\nname: [\n")
    assert lines("a.yaml")[0][0] >= 3
    (finding,) = findings(written("empty.json", ""))
    assert (finding["message"], finding["hint"]) == ("the document is empty", "")


def test_lines_in_utf_16_are_one_finding() -> None:
    written("a.jsonl", (REX * 3).encode("utf-16"))
    (finding,) = findings("a.jsonl")
    assert finding["hint"] == "save the file as UTF-8"


def test_half_characters_can_be_shown() -> None:
    written("a.jsonl", '{"name": "\\ud800\\u001b too long"}\n')
    assert "\\ud800" in against("a.jsonl", "-v").stderr + "\\ud800"
    assert against("a.jsonl", "--report", "github").exit_code == 1


def test_what_is_deep_for_a_check_is_said() -> None:
    written("s.json", '{"items": {"$ref": "#"}, "maxItems": 1}')
    written("a.json", "[" * 490 + "]" * 490)
    result = validate("a.json", "--schema", "s.json")
    assert "Traceback" not in result.stderr
    assert result.exit_code in (0, 1)


def test_long_lines_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "BLOCK", 64)
    monkeypatch.setattr(streams, "LONGEST_LINE", 200)
    good = json.dumps({"name": "a", "x": "y" * 150})
    for length in range(201, 400, 7):
        written("a.jsonl", f'{good}\n"{"x" * length}"\n{good}\n1\n')
        assert lines("a.jsonl") == [(2, "too-large"), (4, "type")]
    written("a.jsonl", f'{REX}"{"x" * 1000}"')
    assert lines("a.jsonl") == [(2, "too-large")]
    (finding,) = findings("a.jsonl")
    assert finding["message"].startswith("the line has more than ")


def test_short_lines_come_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MOST_LINES", 7)
    written("a.jsonl", "1\n" * 100 + "{\n\n" + "22222\n" * 3)
    (given,) = inputs.inputs(["a.jsonl"], "auto")
    every = [each for each in streams.chunks(given) if isinstance(each, streams.Chunk)]
    assert b"".join(each.data for each in every) == Path("a.jsonl").read_bytes()
    assert [each.line for each in every] == [
        1 + sum(other.data.count(b"\n") for other in every[:n]) for n in range(len(every))
    ]
    assert 1 < max(each.data.count(b"\n") for each in every) <= 14
    assert [each[0] for each in lines("a.jsonl")] == [*range(1, 102), *range(103, 106)]


def test_documents_have_a_largest_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LARGEST_DOCUMENT", 100)
    for name in ("a.json", "a.yaml"):
        written(name, json.dumps({"name": "x" * 200}))
        assert lines(name) == [(1, "too-large")]


@pytest.mark.parametrize("size", [1, 3, 7, 64])
def test_chunks_can_end_anywhere(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "BLOCK", size)
    written("a.jsonl", f'{REX}\n1\r\n{REX}{{\n"é"')
    assert lines("a.jsonl") == [(3, "type"), (5, "syntax-error"), (6, "type")]
    written("a.yaml", "name: a\n---\n1\n---\n---\n# x\n...\nname: 2\n")
    assert lines("a.yaml") == [(3, "type"), (8, "type")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", [(1, "type")]),
        ("--- a\n--- |\n b\n--- {name: c}\n", [(1, "type"), (2, "type")]),
        ("# only\n---\n# comments\n", [(4, "type")]),
        ("%YAML 1.2\n---\nname: 1\n...\n%YAML 1.2\n---\nname: 2\n", [(3, "type"), (7, "type")]),
        ("- 1\n...\n...\n# end\n", [(1, "type")]),
        ("name: [\n---\nname: 1\n---\nname: a\n", [(2, "syntax-error"), (3, "type")]),
        ("name: &a b\n---\nname: *a\n", [(3, "syntax-error")]),
        ("", [(1, "syntax-error")]),
        ("---not a marker\n", [(1, "type")]),
    ],
)
def test_yaml_streams(text: str, expected: list[tuple[int, str]]) -> None:
    found = lines(written("a.yaml", text))
    assert [each[1] for each in found] == [each[1] for each in expected]
    if "syntax-error" not in {each[1] for each in found}:
        assert found == expected


def test_yaml_in_utf_16() -> None:
    assert lines(written("a.yaml", "name: 1\n".encode("utf-16"))) == [(1, "type")]


def test_compressed_data_is_unpacked() -> None:
    assert lines(written("a.jsonl.gz", REX + "1\n")) == [(2, "type")]
    assert lines(written("a.json.GZ".lower(), "1")) == [(1, "type")]
    packed = gzip.compress((REX * 1000).encode())
    for broken in (b"no gzip at all", packed[:60], packed[:30] + b"\0" * 20):
        Path("b.jsonl.gz").write_bytes(broken)
        found = lines("b.jsonl.gz", "a.jsonl.gz")
        assert found[-1] == (2, "type")
        assert found[-2][1] == "bad-compression"


def test_a_check_that_refuses_what_the_report_accepts_is_not_believed() -> None:
    lines_of = texts.text_of_line(b'{"a": 1, "a": 2}\r', "x", 3)
    assert lines_of.value == {"a": 2}
    assert lines_of.places.position("/a") == (3, 2)


# Which schema


@pytest.mark.parametrize(
    ("schema", "status"),
    [
        ("schemas/Pet.json", 0),
        ("./schemas/Pet.json", 0),
        ("schemas/Id.json", 1),
        ("schemas/Pet.json#", 0),
        ("schemas/Pet.json#Pet", 0),
        ("schemas/Pet.json#/properties/name", 1),
        ("schemas/Pet.json#/properties/na%6De", 1),
        ("schemas/Pet.json#/properties/nix", 2),
        ("schemas/Pet.json#nix", 2),
        ("schemas/Pet.json#/required", 2),
        ("schemas/Nix.json", 2),
        ("schemas/", 2),
        ("Pet", 2),
        ("rex.json", 0),
    ],
)
def test_schemas_in_files(schema: str, status: int) -> None:
    result = validate("rex.json", "--schema", schema)
    assert result.exit_code == status
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("--schema", "Pet", "--source", "schemas"), 0, ""),
        (("--schema", "Id", "--source", "schemas"), 1, "schema: schemas/Id.json:1:17 #/type"),
        (("--schema", "Pat", "--source", "schemas"), 2, "did you mean 'Pet'?"),
        (("--schema", "#/type", "--source", "schemas"), 2, "schemas/Id.json#/type"),
        (("--schema", "#/properties/name", "--source", "schemas/Pet.json"), 1, "error type"),
        (("--source", "schemas"), 2, "there are 2 schemas to choose from: 'Id', 'Pet'"),
        (("--source", "schemas", "--root", "Pet"), 0, ""),
        (("--source", "schemas/Pet.json"), 0, ""),
        ((), 2, "Error: there is no schema."),
        (("--schema", "x" * 5000), 2, "is no file"),
        (("--schema", "Nix"), 2, "Error: 'Nix' is no file, and there is no source that could"),
        (("--schema", "schemas/"), 2, "--schema NAME --source schemas/"),
        (("--schema", "a\0b"), 2, "is no file"),
    ],
)
def test_schemas_in_sources(arguments: tuple[str, ...], status: int, says: str) -> None:
    result = validate("rex.json", *arguments)
    assert result.exit_code == status
    assert says in result.stderr


def test_a_file_counts_before_a_name() -> None:
    written("Pet", '{"type": "integer"}')
    written("a#b", "true")
    result = validate("rex.json", "--schema", "Pet", "--source", "schemas")
    assert "schema: Pet:1:2 #/type" in result.stderr
    assert validate("rex.json", "--schema", "a#b").exit_code == 0
    assert validate("rex.json", "--schema", "Pet#/nix", "--source", "schemas").exit_code == 2


def test_documents_that_offer_several_schemas() -> None:
    api: Any = {
        "openapi": "3.1.0",
        "components": {"schemas": {"Pet": PET, "Id": {"type": "integer"}}},
    }
    written("api.json", json.dumps(api))
    result = validate("rex.json", "--schema", "api.json")
    assert "hint: name the one that is meant: --schema api.json#Pet" in result.stderr
    assert validate("rex.json", "--schema", "api.json#Pet").exit_code == 0
    assert validate("rex.json", "--schema", "api.json#Id").exit_code == 1
    del api["components"]["schemas"]["Id"]
    written("api.json", json.dumps(api))
    assert validate("rex.json", "--schema", "api.json").exit_code == 0
    written("api.json", '{"openapi": "3.1.0"}')
    assert "error no-schemas" in validate("rex.json", "--schema", "api.json").stderr
    written("anchors.json", '{"$defs": {"a": {"$anchor": "here", "type": "integer"}}}')
    assert validate("rex.json", "--schema", "anchors.json#here").exit_code == 1
    assert validate("rex.json", "--schema", "anchors.json").exit_code == 0


def test_what_is_wrong_with_the_schema_is_said() -> None:
    written("s.json", '{"pattern": "(", "$ref": "#/nix"}')
    result = validate("rex.json", "--schema", "s.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "s.json:1:18 #/$ref: error unresolved-reference: " in result.stderr
    written("s.json", '{"pattern": "("}')
    assert (
        "s.json:1:2 #/pattern: error bad-pattern"
        in validate("rex.json", "--schema", "s.json").stderr
    )
    written("s.json", '{"pattern": "^(a+)+$"}')
    result = validate("rex.json", "--schema", "s.json")
    assert result.exit_code == 0
    assert "#/pattern: warning slow-pattern" in result.stderr
    written("s.json", '{"$ref": "gone.json"}')
    result = validate("rex.json", "--schema", "s.json", "--on-missing", "any")
    assert result.exit_code == 0
    assert "warning unresolved-reference" in result.stderr


def test_schema_and_data_can_come_from_standard_input_but_not_both() -> None:
    assert validate("rex.json", "--schema", "-", input=json.dumps(PET)).exit_code == 0
    assert validate("rex.json", "--schema", "-#/required", input="{}").exit_code == 2
    result = validate("-", "--schema", "-", input="1")
    assert result.exit_code == 2
    assert "standard input cannot be both schema and data" in result.stderr
    written("schemawright.toml", 'source = "-"\n')
    assert validate("-", input="1").exit_code == 2


def test_remote_schemas_are_fetched_when_that_is_allowed() -> None:
    with serving({"/pet.json": answer(json.dumps(PET).encode())}) as server:
        url = f"{server.url}/pet.json"
        refused = validate("rex.json", "--schema", url)
        assert refused.exit_code == 2
        assert "--allow-remote" in refused.stderr
        allowed = ("--allow-remote", f"{server.url}/")
        assert validate("rex.json", "--schema", url, *allowed).exit_code == 0
    assert validate("rex.json", "--schema", f"{url}#/properties/name").exit_code == 1
    assert Path("schemawright.lock").is_file()


def test_formats_count_as_asked_for() -> None:
    written("a.json", '{"name": "a", "born": "yesterday"}')
    assert lines("a.json") == []
    assert lines("a.json", "--assert-formats") == [(1, "format")]
    written("schemawright.toml", "assert-formats = true\n")
    assert lines("a.json") == [(1, "format")]
    assert lines("a.json", "--no-assert-formats") == []
    assert lines("a.json", env={"SCHEMAWRIGHT_ASSERT_FORMATS": "0"}) == []


def test_configured_sources_and_the_environment() -> None:
    written("schemawright.toml", 'source = "schemas"\nroot = "Pet"\n')
    written("a.json", "3")
    assert validate("rex.json").exit_code == 0
    assert validate("a.json").exit_code == 1
    assert validate("a.json", "--schema", "Id").exit_code == 0
    assert validate("a.json", "--schema", "schemas/Id.json").exit_code == 0
    assert validate("a.json", env={"SCHEMAWRIGHT_SCHEMA": "Id"}).exit_code == 0
    result = validate("rex.json", env={"SCHEMAWRIGHT_REPORT": "json", "SCHEMAWRIGHT_SCHEMA": "Id"})
    assert json.loads(result.stdout)["keyword"] == "type"
    written(
        "schemawright.toml",
        '[[package]]\nsource = "schemas/Pet.json"\n[[package]]\nsource = "schemas/Id.json"\n',
    )
    assert "--package: 'pet', 'id'" in validate("a.json").stderr
    assert validate("a.json", "--package", "id").exit_code == 0
    assert validate("a.json", "--schema", "schemas/Id.json").exit_code == 0


# Several processes


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PATIENCE", -1)
    monkeypatch.setattr(streams, "BLOCK", 200)


@pytest.mark.usefixtures("at_once")
def test_several_processes_say_the_same() -> None:
    text = "".join(f'{{"name": "{n}"}}\n{{"name": {n}}}\n{{\n' for n in range(60))
    written("a.jsonl", text)
    written("b.jsonl.gz", REX)
    Path("b.jsonl.gz").write_bytes(b"nothing")
    one = against("a.jsonl", "b.jsonl.gz", "--report", "json", "--jobs", "1")
    two = against("a.jsonl", "b.jsonl.gz", "--report", "json", "--jobs", "2")
    assert (one.exit_code, one.output) == (two.exit_code, two.output)
    assert len(one.stdout.splitlines()) == 121
    first = against("a.jsonl", "--fail-fast", "--jobs", "2")
    assert first.stderr.count(": error ") == 1


@pytest.mark.usefixtures("at_once")
def test_a_process_that_is_lost_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    started = Workers.__init__

    def kill(self: Workers, *arguments: Any) -> None:
        started(self, *arguments)
        for each in self.workers:
            each.process.kill()

    monkeypatch.setattr(Workers, "__init__", kill)
    written("a.jsonl", REX * 100)
    result = against("a.jsonl", "--jobs", "2")
    assert result.exit_code == 2
    assert "a.jsonl: error lost-worker: a process that checked this file ended" in result.stderr


def test_an_interrupt_ends_it_quietly() -> None:
    ours = [sys.executable, "-m", "schemawright", "validate", "-", "--syntax", "jsonl"]
    with subprocess.Popen(
        [*ours, "--schema", "schemas/Pet.json"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdin is not None
        assert child.stderr is not None
        child.stdin.write(b"1\n")
        child.stdin.flush()
        # It waits for more, and has said already what it knows.
        assert child.stderr.readline().startswith(b"stdin:1:1: error type: ")
        assert child.stderr.readline().startswith(b"  schema: ")
        child.send_signal(signal.SIGINT)
        assert child.wait(30) == 130
        assert child.stderr.read() == b""


def test_it_runs_as_a_process() -> None:
    text = "".join(f'{{"name": "{n}"}}\n' for n in range(1000)) + '{"name": 1}\n'
    ours = [sys.executable, "-m", "schemawright", "validate", "-", "--schema", "schemas/Pet.json"]
    done = subprocess.run(ours, input=text, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("stdin:1001:2 #/name: error type: ")
    reader, writer = os.pipe()
    os.close(reader)
    command_ = [*ours, "--report", "json"]
    closed = subprocess.run(
        command_, input=text, stdout=writer, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writer)
    assert (closed.returncode, closed.stderr) == (1, "")


def test_a_worker_ends_with_its_connection() -> None:
    given = command.wanted("schemas/Pet.json")
    assert given.source == "schemas/Pet.json"
    ours, theirs = multiprocessing.Pipe()
    parts = validation.parts(plan_of(PET), print)
    thread = threading.Thread(target=workers.serve, args=(theirs, parts, checking.How()))
    thread.start()
    ours.send(streams.Chunk("x", "jsonl", 7, b'{"name": 1}\n', 12))
    found = ours.recv()
    assert (found.invalid, found.findings[0].line, found.progress) == (1, 7, 12)
    ours.close()
    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows has no masks")
def test_a_worker_that_still_starts_is_not_interrupted() -> None:
    worker = workers.Worker(validation.parts(plan_of(PET), print), checking.How())
    assert worker.process.pid is not None
    os.kill(worker.process.pid, signal.SIGINT)
    found = worker.outcome(streams.Chunk("x", "jsonl", 7, b'{"name": 1}\n', 12))
    assert found.invalid == 1
    worker.end(at_once=False)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())


def plan_of(schema: Any) -> Plan:
    references = References(Library.of(schema, {}))
    return plan(references, closure(references, [Location("schema")]))


@pytest.mark.usefixtures("at_once")
def test_a_worker_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PATIENCE", 0.01)
    written("a.jsonl", REX * 100)
    assert against("a.jsonl", "--jobs", "2").exit_code == 0


def test_cores_are_those_that_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    assert workers.cores() >= 1
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    assert workers.cores() == 7


# What people see meanwhile


def test_summaries() -> None:
    total = Totals()
    assert summary(total, 0) == "there was no document (0 bytes, 0.00 s)"
    total.add(Outcome(valid=1200, size=3_140_000))
    assert summary(total, 2) == (
        "1,200 documents are valid (3.1 MB, 2.00 s, 1.6 MB/s, 600 documents/s)"
    )
    total.add(Outcome(invalid=1, broken=1, size=10**13))
    assert summary(total, 0.5) == (
        "of 1,202 documents 1 is invalid and 1 is broken (10 TB, 0.50 s)"
    )
    broken = Totals()
    broken.add(Outcome(broken=2, is_unreadable=True))
    assert summary(broken, 0.5) == (
        "of 2 documents 2 are broken, 1 input could not be read (0 bytes, 0.50 s)"
    )
    assert [amount(each) for each in (0, 999, 1000, 9949, 99_500, 10**16)] == [
        *("0 bytes", "999 bytes", "1.0 kB", "9.9 kB", "100 kB", "10000 TB")
    ]


def test_progress_is_for_people_who_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Any, ...]] = []

    class Watched:
        def __init__(self, _: object, total: int, width: int) -> None:
            seen.append((total, width))

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def aside(self) -> Self:
            return self

        def __call__(self, more: int, *words: str) -> None:
            seen.append((more, *words))

    monkeypatch.setattr(command, "shows_progress", bool)
    monkeypatch.setattr(command, "Flow", Watched)
    written("a.jsonl", REX + "1\n")
    assert against("a.jsonl", "rex.json").exit_code == 1
    assert [each[0] for each in seen] == [18 + 16, 18, 16]
    assert seen[1][2] == "1 bad"
    assert seen[1][1].endswith("B/s") or seen[1][1].endswith("bytes/s")
    seen.clear()
    against("-", input=REX)
    assert [each[0] for each in seen] == [0, 0]


def test_progress_needs_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Any = {"quiet": False}
    quiet: Any = {"quiet": True}
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert console.shows_progress(asked)
    assert not console.shows_progress(quiet)
    monkeypatch.setenv("TERM", "dumb")
    assert not console.shows_progress(asked)


def test_inputs_know_their_size() -> None:
    (found,) = inputs.inputs(["rex.json", "rex.json"], "auto")
    assert (found.size, found.syntax, found.is_compressed) == (16, "json", False)
    (found,) = inputs.inputs(["-"], "auto")
    assert (found.name, found.size, found.is_compressed) == ("stdin", None, False)
