"""The documentation: what the quick start shows happens, and links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)|<img src=\"([^\"]*)\"")
FENCED = re.compile(r"```.*?```", re.DOTALL)


def test_the_quick_start_happens_as_shown(tmp_path: Path) -> None:
    text = (REPOSITORY / "docs/quick-start.md").read_text(encoding="utf-8")
    found = dict(re.findall(r"```(json|toml|python)\n(.*?)```", text, re.DOTALL))
    (tmp_path / "pet.json").write_text(found["json"], encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(found["toml"], encoding="utf-8")
    command = [sys.executable, "-m", "schemawright", "generate"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
    assert (tmp_path / "src/docs/index.md").is_file()
    used = subprocess.run(
        [sys.executable, "-c", found["python"]],
        cwd=tmp_path / "src",
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"prints `{used.stdout.strip()}`" in text


def test_all_links_of_the_documentation_lead_somewhere() -> None:
    pages = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").glob("*.md")]
    pages.append(REPOSITORY / "benchmarks/README.md")
    missing: list[str] = []
    for page in pages:
        text = FENCED.sub("", page.read_text(encoding="utf-8"))
        for link in LINK.finditer(text):
            path, anchor = link[1] or link[3] or page.name, (link[2] or "").removeprefix("#")
            target = page.parent / path
            if not target.exists():
                missing.append(f"{page.name}: {path}")
            elif anchor and anchor not in anchors(target):
                missing.append(f"{page.name}: {path}#{anchor}")
    assert missing == []


def anchors(page: Path) -> set[str]:
    """Return the anchors that headings get, and those that are stated."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall("^#+ (.*)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}
    return slugs | {*re.findall('<a id="([^"]*)">', text)}
