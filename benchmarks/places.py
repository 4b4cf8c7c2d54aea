"""Where benchmarks of generated code find their data, and where they make what they measure."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("SCHEMAWRIGHT_SHARED", REPOSITORY.parent / "shared")) / "data"
SCRATCH = REPOSITORY / "build" / "codec-benchmark"
SIZES = ("small", "typical", "large")
"""The payloads, the largest last."""


def payload(data: Path, size: str) -> Path:
    """Return the file of a payload."""
    return data / "call-payloads" / f"{size}.json"
