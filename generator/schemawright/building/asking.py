"""Whether a project wants code to be generated when it is built; imports hardly anything.

The hooks are asked in every build of an environment that holds this tool, whatever is built.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pathlib import Path

OWN_FILE, SHARED_FILE = "schemawright.toml", "pyproject.toml"

_NAME = re.compile(r"\s*schemawright\s*(?:[\[(<>=!~;@]|$)", re.IGNORECASE)
"""A requirement of this tool (PEP 508)."""


def asks(root: Path) -> bool:
    """Tell whether a project wants code to be generated when it is built.

    It says so twice: it requires schemawright for its builds, and it has a configuration. Nothing
    else counts, as the hook may be installed where anything is built.
    """
    try:
        content = (root / SHARED_FILE).read_bytes()
        if b"schemawright" not in content:
            return False
        table = tomllib.loads(content.decode())
        required = cast("list[object]", table["build-system"]["requires"])
    except (OSError, ValueError, KeyError, TypeError):
        return False  # whatever is wrong there, it is for the back end to complain
    configured = (root / OWN_FILE).is_file() or "schemawright" in table.get("tool", {})
    return configured and any(isinstance(each, str) and _NAME.match(each) for each in required)
