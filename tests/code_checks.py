"""What the tools of users say about generated code."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import black
from black.mode import Mode, TargetVersion

from golden_cases import differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

PYTHON = "3.11"
LARGE = 20_000
CARRIED = "# The same text in every package"


def mypy_findings(folder: Path, packages: Iterable[str]) -> str:
    """Return what `mypy --strict` finds in packages, nothing when it finds nothing."""
    _stub_what_is_repeated(folder)
    options = ["--strict", "--python-version", PYTHON, "--config-file=", "--cache-dir=/dev/null"]
    return _findings(["mypy", *options, *packages], folder)


def pyright_findings(folder: Path, packages: Iterable[str]) -> str:
    """Return what pyright finds in packages when it is strict, nothing when it finds nothing."""
    repeated = _stub_what_is_repeated(folder)
    config = {
        "typeCheckingMode": "strict",
        "pythonVersion": PYTHON,
        "include": list(packages),
        "exclude": [path.relative_to(folder).as_posix() for path in repeated],
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    return _findings(["pyright"], folder)


def black_changes(code: Mapping[str, str], line_length: int) -> list[str]:
    """Return a diff for each module that black would change."""
    mode = Mode(line_length=line_length, target_versions={TargetVersion.PY311})
    laid_out = {path: text for path, text in code.items() if not _is_left_alone(text)}
    formatted = {path: black.format_str(text, mode=mode) for path, text in laid_out.items()}
    return differences(laid_out, formatted)


def _is_left_alone(text: str) -> bool:
    """Tell whether black changes nothing, as a module says, which takes it long if it is large.

    What each package carries is what other tests look at.
    """
    return "\n# fmt: off\n" in text[:200] and (len(text) > LARGE or CARRIED in text[:200])


class _Signatures(ast.NodeTransformer):
    """Takes the bodies of functions away, but for those that say which attributes there are."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        if node.name != "__init__":
            node.body = [ast.Expr(ast.Constant(...))]
        return node


def _stub_what_is_repeated(folder: Path) -> list[Path]:
    """Put a stub beside each module that another package holds the same text of; return them all.

    Packages carry modules that they do not differ in: of many packages, one has them checked.
    """
    found: list[Path] = []
    seen: set[str] = set()
    for path in sorted(folder.glob("*/_validation/**/*.py")):
        text = path.read_text(encoding="utf-8")
        if CARRIED in text[:200] and text in seen:
            signatures = _Signatures().visit(ast.parse(text))
            stub = path.with_suffix(".pyi")
            stub.write_text(ast.unparse(signatures), encoding="utf-8")
            found += (path, stub)
        seen.add(text)
    return found


def _findings(arguments: list[str], folder: Path) -> str:
    found = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    return found.stdout + found.stderr if found.returncode else ""
