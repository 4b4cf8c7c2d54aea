"""What tests of the guides share: the blocks that a guide shows, and where its commands run."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def blocks(text: str, language: str) -> list[str]:
    """Return the fenced blocks of a language, without their fences."""
    found = re.findall(rf"^(`{{3,}}){language}\n(.*?)^\1$", text, re.DOTALL | re.MULTILINE)
    return [block for _, block in found]


def shell(folder: Path) -> dict[str, str]:
    """Return an environment in which `schemawright` is a command, and git knows who commits.

    Args:
        folder: where the command is put.
    """
    folder.mkdir()
    command = folder / "schemawright"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m schemawright "$@"\n')
    command.chmod(0o755)
    people = [f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")]
    return {
        **os.environ,
        **dict.fromkeys(people, "a@b"),
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
