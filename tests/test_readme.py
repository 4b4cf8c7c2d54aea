"""What the README shows is what the tool does."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import tomllib
from pathlib import Path

import schemawright

REPOSITORY = Path(__file__).parents[1]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for found, text in BLOCKS if found == language]


def test_the_example_comes_out_as_shown(tmp_path: Path) -> None:
    (schema,) = blocks("json")
    shown, use, api, _, guards, _ = blocks("python")
    (tmp_path / "pet.json").write_text(schema)
    (command,) = re.findall(r"`schemawright (generate pet\.json .*?)`", README)
    run = [sys.executable, "-m", "schemawright", *command.split()]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert shown in (tmp_path / "src/pet/models/pet.py").read_text()
    assert "GUINEA_PIG" in (tmp_path / "src/pet/enums.py").read_text()
    assert "class PetDict" in (tmp_path / "src/pet/typed_dicts.py").read_text()
    assert '"bornOn"' in (tmp_path / "src/pet/wire_names.py").read_text()
    assert (tmp_path / "src/docs/index.md").exists()
    used = subprocess.run(  # it ends with an error, as it says
        [sys.executable, "-c", use],
        cwd=tmp_path / "src",
        capture_output=True,
        text=True,
        check=False,
    )
    (fault,) = re.findall(r"^ends with `(.*)`\.$", README, re.MULTILINE)
    assert used.stderr.splitlines()[-1].endswith(fault)
    asked = subprocess.run(
        [sys.executable, "-c", guards],
        cwd=tmp_path / "src",
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.stderr == ""
    assert f"prints `{asked.stdout.strip()}`" in README
    listed = subprocess.run(
        [sys.executable, "-c", api], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "pet/models/pet.py" in listed.stdout


def test_values_are_decoded_and_encoded_as_shown(tmp_path: Path) -> None:
    (schema,) = blocks("json")
    (tmp_path / "pet.json").write_text(schema)
    (code,) = [each for each in blocks("python") if "from_json" in each]
    generating = [*("-m", "schemawright", "generate", "pet.json", "--out", "src")]
    subprocess.run([sys.executable, *generating, "--target", "codecs"], cwd=tmp_path, check=True)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path / "src",
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = done.stdout.splitlines()
    assert f"prints `{first}` and\n`{second}`" in README


def test_objects_are_checked_as_shown(tmp_path: Path) -> None:
    (schema,) = blocks("json")
    (tmp_path / "pet.json").write_text(schema)
    ((code, fault),) = re.findall(r"`(Pet\(name=.*?\))` ends with\n`(.*)`\.$", README, re.MULTILINE)
    generating = ["-m", "schemawright", "generate", "pet.json", "--out", "src"]
    subprocess.run([sys.executable, *generating, "--validate-on-init"], cwd=tmp_path, check=True)
    done = subprocess.run(
        [sys.executable, "-c", f"from pet import Pet; {code}"],
        cwd=tmp_path / "src",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.splitlines()[-1].endswith(fault)


def test_values_are_validated_as_shown(tmp_path: Path) -> None:
    *_, code = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    first, second = done.stdout.splitlines()
    assert f"prints `{first}` and `{second}`" in README.replace("\n", " ")


def test_data_is_validated_as_shown(tmp_path: Path) -> None:
    (schema,) = blocks("json")
    (shown,) = [each for each in blocks("text") if each.startswith("$ schemawright validate")]
    (tmp_path / "pet.json").write_text(schema)
    (tmp_path / "pets.jsonl").write_text("""\
{"name": "Rex", "kind": "cat"}
{"name": "a", "kind": "cat", "bornOn": 2021}
{"name": "", "kind": "dog"}
{"name": "Tim", "kind":
""")
    first, _, said = shown.partition("\n")
    run = [sys.executable, "-m", "schemawright", *first.split()[2:]]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.sub(r"0\.\d\d s", "0.01 s", done.stderr) == said


def test_what_changed_is_told_as_shown(tmp_path: Path) -> None:
    (schema,) = blocks("json")
    (shown,) = [each for each in blocks("text") if each.startswith("$ schemawright diff")]
    (tmp_path / "pet.json").write_text(schema)
    new = schema.replace('"cat", ', "").replace(
        'Null once it has run away."}',
        'Null once it has run away."},\n    "chip": {"type": "string"}',
    )
    (tmp_path / "new.json").write_text(new)
    first, _, said = shown.partition("\n")
    run = [sys.executable, "-m", "schemawright", *first.split()[2:]]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == said
    (rule,) = [each for each in blocks("text") if each.startswith("[[tool.schemawright.silence]]")]
    later = rule.replace("2026", "2999")
    config = f'[tool.schemawright]\nsource = "new.json"\n\n{later}'
    (tmp_path / "pyproject.toml").write_text(config)
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_watching_prints_what_is_shown(tmp_path: Path) -> None:
    (schema,) = blocks("json")
    (shown,) = [each for each in blocks("text") if each.startswith("generated: ")]
    (tmp_path / "pet.json").write_text(schema)
    run = [sys.executable, "-m", "schemawright", "watch", "pet.json", "--poll"]
    with subprocess.Popen(run, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as child:
        guard = threading.Timer(120, child.kill)
        guard.start()
        assert child.stderr is not None
        said = [child.stderr.readline() for _ in range(2)]
        (tmp_path / "pet.json").write_text(schema.replace("guinea pig", "hamster"))
        said.append(child.stderr.readline())
        child.kill()
        guard.cancel()
    seconds = re.compile(r"\d\.\d\d s")
    assert seconds.sub("0 s", "".join(said)) == seconds.sub("0 s", shown)


def test_a_dangling_reference_is_reported_as_shown(tmp_path: Path) -> None:
    (shown,) = [each for each in blocks("text") if "unresolved-reference" in each]
    (tmp_path / "order.json").write_text("""{
  "title": "Order",
  "properties": {
    "payer": {
        "$ref": "#/$defs/Custommer"
    },

    "customer": {
        "$ref": "#/$defs/Custommer"
    }
  },
  "$defs": {"Customer": {}, "Line": {}}
}
""")
    run = [sys.executable, "-m", "schemawright", "generate", "order.json"]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == shown


def test_the_configuration_shown_is_one_in_use() -> None:
    (shown,) = blocks("toml")
    in_use = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    first, *_ = in_use["tool"]["schemawright"]["package"]
    assert tomllib.loads(shown)["tool"]["schemawright"] == first


def test_options_are_those_of_the_command_line() -> None:
    shown = "".join(
        subprocess.run(
            [sys.executable, "-m", "schemawright", command, "--help"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for command in ("generate", "validate", "diff", "watch", "package", "publish", "docs")
    )
    for option in re.findall(r"`(--[a-z-]+)", README):
        assert option in shown, option


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (REPOSITORY / target).exists(), target


def test_number_of_components() -> None:
    count = len(list((REPOSITORY / "schemas").glob("*.json"))) - 1
    assert f"with the {count} components that it reaches" in README


def test_public_names() -> None:
    for name in schemawright.__all__:
        assert getattr(schemawright, name)
