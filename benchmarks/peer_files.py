"""What is measured, made anew in a scratch folder: our package, and the modules of peers.

Nothing of it is kept in the repository: it is all derived from a document that is not part of it.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from attribute_models import cattrs_module, mashumaro_module
from peer_model import described
from places import SIZES, payload
from schemawright import api
from schemawright.config import Options
from tuned_models import msgspec_module, pydantic_module

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ROOT, PACKAGE = "Call", "vapi_call"
TARGETS = ("dataclasses", "enums", "typed_dicts", "validators", "codecs")
MODULES = {
    "tuned_pydantic": pydantic_module,
    "tuned_msgspec": msgspec_module,
    "tuned_mashumaro": mashumaro_module,
    "tuned_cattrs": cattrs_module,
}
"""What makes the module of each hand-tuned peer."""
GENERATOR, GENERATED = "datamodel-code-generator", "generated_pydantic"


def payloads(data: Path) -> dict[str, bytes]:
    """Return the texts of the payloads by their names."""
    return {size: payload(data, size).read_bytes() for size in SIZES}


def made(data: Path, scratch: Path) -> None:
    """Make all modules, to be imported from now on."""
    scratch.mkdir(parents=True, exist_ok=True)
    document = str(data / "vapi-openapi.json")
    options = Options(
        sources=(document,), roots=(ROOT,), package=PACKAGE, out=str(scratch), targets=TARGETS
    )
    api.write([options], lambda _: None, force=True)
    sys.path.insert(0, str(scratch))
    importlib.invalidate_caches()
    for name, text in _tuned(document, payloads(data)).items():
        (scratch / f"{name}.py").write_text(text, encoding="utf-8")
    importlib.invalidate_caches()


def _tuned(document: str, texts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the modules of hand-tuned peers; our objects say what the tags are."""
    ours: Any = importlib.import_module(PACKAGE)
    observed = [ours.Call.from_dict(json.loads(text)) for text in texts.values()]
    model = described(document, ROOT, observed)
    return {name: make(model) for name, make in MODULES.items()}


def generated(data: Path, scratch: Path) -> None:
    """Make the module of the peer that generates, unless this version has made it already."""
    document = data / "vapi-openapi.json"
    mark = scratch / f"{GENERATED}.made"
    state = f"{version(GENERATOR)} {document.stat().st_size} {document.stat().st_mtime_ns}"
    if mark.is_file() and mark.read_text(encoding="utf-8") == state:
        return
    kind = ("--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel")
    target = ("--target-python-version", "3.11", "--output", str(scratch / f"{GENERATED}.py"))
    command = (sys.executable, "-m", "datamodel_code_generator", "--no-formatters")
    subprocess.run(
        (*command, *kind, *target, "--input", str(document)), check=True, capture_output=True
    )
    mark.write_text(state, encoding="utf-8")
