"""What the source tree promises: layers, sizes, names."""

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REPOSITORY = Path(__file__).parents[1]
PACKAGE = "schemawright"
SOURCE = REPOSITORY / "generator" / PACKAGE
TEMPLATES = REPOSITORY / "templates"

CARRIED = "runtime."
"""What generated packages carry, wherever they are: its imports are relative."""

LONGEST_FILE, LONGEST_FUNCTION, MOST_PARAMETERS, LONGEST_TEMPLATE = 400, 50, 5, 60

LAYERS: tuple[tuple[str, ...], ...] = (
    (
        "location",
        "digest",
        "editions",
        "memo",
        "version",
        "writer",
        "runtime",
        "regex",
        "metaschemas",
    ),
    ("diagnostics", "toml_text"),
    ("lock",),
    ("ir", "source", "config"),
    ("cycles", "verify", "manifest"),
    ("nulls",),
    ("bundling", "lower"),
    ("assertions",),
    ("passes",),
    ("python",),
    ("checks",),
    ("codecs",),
    ("validation",),
    ("review",),
    ("rendering",),
    ("targets",),
    ("document_text", "key_order", "provenance", "reuse"),
    ("pipeline",),
    ("transaction",),
    ("asked",),
    ("arguments", "configuration", "output", "readers", "snippets"),
    ("depfile", "formatting", "report", "settings", "progress"),
    ("sarif",),
    ("explain", "runs", "console"),
    ("prepared", "results"),
    ("api", "comparing", "validating"),
    ("building", "packaging"),
    ("leaving", "publishing", "site", "watching"),
    ("cli",),
    ("__main__", "__init__"),
)
"""The rooms from bottom to top; each may use those below it, and its own modules."""

GENERATED = SOURCE / "metaschemas"
"""What the project has generated for itself; what is generated has tests of its own."""

MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts): path
    for path in sorted(SOURCE.rglob("*.py"))
    if not path.is_relative_to(GENERATED)
}


def room(module: str) -> str:
    """Return the room that a module, by its path inside the package, belongs to."""
    return module.split(".", maxsplit=1)[0]


def floors() -> Mapping[str, int]:
    return {name: floor for floor, rooms in enumerate(LAYERS) for name in rooms}


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Yield every module of ours that a module imports, for types too, with the line.

    The version is the package's own and needs none of its modules.
    """
    carried = path.is_relative_to(SOURCE.joinpath(*CARRIED.strip(".").split(".")))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            assert node.level == 0 or carried, f"{path}:{node.lineno}: a relative import"
            if node.level:
                assert node.level == 1, f"{path}:{node.lineno}: only its own siblings"
                package = path.parent.relative_to(SOURCE).parts
                yield ".".join((*package, node.module)), node.lineno
                continue
            first, _, rest = node.module.partition(".")
            names = [alias for alias in node.names if alias.name != "__version__"]
            for alias in names if first == PACKAGE else ():
                inner = f"{rest}.{alias.name}".lstrip(".")
                yield inner if _is_module(inner) else rest, node.lineno
        elif isinstance(node, ast.Import):
            for alias in node.names:
                assert alias.name.split(".")[0] != PACKAGE, f"{path}:{node.lineno}: import from"


def _is_module(name: str) -> bool:
    return name in MODULES or f"{name}.__init__" in MODULES


def file_of(name: str) -> str:
    """Return the module that a name of a module or a package stands for."""
    return name if name in MODULES else f"{name}.__init__".lstrip(".")


def test_every_room_has_its_place() -> None:
    assert sorted({"metaschemas", *map(room, MODULES)}) == sorted(floors())


@pytest.mark.parametrize("module", MODULES)
def test_imports_lead_downward(module: str) -> None:
    here = floors()[room(module)]
    upward = [
        f"{MODULES[module].name}:{line}: {target}"
        for target, line in imported(MODULES[module])
        if room(file_of(target)) != room(module) and floors()[room(file_of(target))] >= here
    ]
    assert upward == []


@pytest.mark.parametrize("module", [each for each in MODULES if each.startswith(CARRIED)])
def test_what_packages_carry_needs_its_siblings_and_the_standard_library(module: str) -> None:
    own = {each for each in MODULES if each.startswith(CARRIED)}
    assert {target for target, _ in imported(MODULES[module])} <= own
    absolute = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""] * (node.level == 0)
        )
    }
    asked_for = {"regress"} if module == "runtime.ecmascript" else set[str]()
    assert absolute <= set(sys.stdlib_module_names) | asked_for


def test_no_modules_import_each_other() -> None:
    edges = {
        module: {file_of(target) for target, _ in imported(path)}
        for module, path in MODULES.items()
    }
    left = dict(edges)
    while free := [each for each, needed in left.items() if needed.isdisjoint(left)]:
        for each in free:
            del left[each]
    assert left == {}, "these modules import each other in a circle"


@pytest.mark.parametrize("module", MODULES)
def test_files_are_short(module: str) -> None:
    lines = len(MODULES[module].read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("module", MODULES)
def test_functions_are_short(module: str) -> None:
    long = {
        each.name: lines
        for each in functions(MODULES[module])
        if (lines := (each.end_lineno or each.lineno) - each.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


@pytest.mark.parametrize("module", MODULES)
def test_functions_take_few_parameters(module: str) -> None:
    """`self` does not count, nor do a command's options, which click passes by name."""
    many = {}
    for each in functions(MODULES[module]):
        decorators = {ast.unparse(d).split("(")[0] for d in each.decorator_list}
        if any(name.split(".")[-1] in {"command", "option", "argument"} for name in decorators):
            continue
        given = [*each.args.posonlyargs, *each.args.args, *each.args.kwonlyargs]
        names = [argument.arg for argument in given if argument.arg not in {"self", "cls"}]
        if len(names) > MOST_PARAMETERS:
            many[each.name] = names
    assert many == {}


def test_modules_are_called_after_what_they_do() -> None:
    vague = re.compile(r"(^|_)(utils?|helpers?|managers?|base|misc|common|types_)(_|$)")
    assert [m for m in MODULES if any(vague.search(part) for part in m.split("."))] == []


def test_templates_are_short_and_end_in_jinja() -> None:
    """A file that ends in `.py` there would break the editable install."""
    files = [path for path in TEMPLATES.rglob("*") if path.is_file()]
    assert len(files) > 5
    assert [path.name for path in files if path.suffix != ".jinja"] == []
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: each for name, each in lengths.items() if each > LONGEST_TEMPLATE} == {}


def test_templates_only_place_text() -> None:
    """Loops and flat conditions: nothing is computed, set or kept in a template."""
    forbidden = re.compile(r"{%-?\s*(set|macro|import|include|call|extends|block)\b|namespace\(")
    found = [
        f"{path.name}: {match.group()}"
        for path in TEMPLATES.rglob("*.jinja")
        for match in forbidden.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_generator_knows_nothing_of_its_inputs() -> None:
    """No name of a component is in the code, but for words that anyone might use."""
    components = [path.stem for path in (REPOSITORY / "schemas").glob("*.json")]
    assert len(components) > 100
    schema = json.loads((REPOSITORY / "schemas/Call.json").read_text(encoding="utf-8"))
    brands = {"vapi", "twilio", "deepgram", "openai", "anthropic", "elevenlabs", "assistant"}
    joined = {name for name in components if re.search(r"[a-z][A-Z]", name)}
    properties = {name for name in schema["properties"] if re.search(r"[a-z][A-Z]", name)}
    names = re.compile(rf"\b({'|'.join(map(re.escape, sorted(joined | properties)))})\b")
    brand = re.compile("|".join(brands), re.IGNORECASE)
    texts = {
        path: path.read_text(encoding="utf-8")
        for path in [*MODULES.values(), *TEMPLATES.rglob("*.jinja")]
    }
    found = {
        f"{path.name}: {match.group()}"
        for path, text in texts.items()
        for pattern in (names, brand)
        for match in pattern.finditer(text)
    }
    assert found == set()


def test_nothing_prints_or_reads_the_clock() -> None:
    """Only the command line prints; only what measures asks for the time, and the lock's date."""
    allowed = {
        "print": {"cli"},
        "perf_counter": {
            "__main__",
            "api",
            "prepared",
            "progress",
            "validating.command",
            "validating.run",
            "watching.command",
        },
        "time_ns": {"watching.loop", "watching.states"},
        "monotonic": {"source.limits"},
        "now": {"runs"},
    }
    clocks = {"perf_counter", "monotonic", "time", "time_ns", "now", "today"}
    found: list[str] = []
    for module, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = ast.unparse(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""
            if name in {"print", *clocks, "uuid4", "random"} and (
                module not in allowed.get(name, set())
            ):
                found.append(f"{module}: {name}")
    assert found == []
