"""A schema compiler for Python: JSON Schema and OpenAPI in, a typed package out."""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes longer to import than a run that has nothing to do
if TYPE_CHECKING:
    from schemawright.api import bundle, generate
    from schemawright.comparing.compare import Comparison, compare
    from schemawright.config import Options
    from schemawright.diagnostics import Diagnostic, InputError
    from schemawright.runtime.faults import Fault, ValidationError
    from schemawright.validation import Validator, validator
    from schemawright.version import __version__

__all__ = [
    "Comparison",
    "Diagnostic",
    "Fault",
    "InputError",
    "Options",
    "ValidationError",
    "Validator",
    "__version__",
    "bundle",
    "compare",
    "generate",
    "validator",
]

_HOMES = {
    "__version__": "schemawright.version",
    "Comparison": "schemawright.comparing.compare",
    "Diagnostic": "schemawright.diagnostics",
    "Fault": "schemawright.runtime.faults",
    "InputError": "schemawright.diagnostics",
    "Options": "schemawright.config",
    "ValidationError": "schemawright.runtime.faults",
    "Validator": "schemawright.validation",
    "bundle": "schemawright.api",
    "compare": "schemawright.comparing.compare",
    "generate": "schemawright.api",
    "validator": "schemawright.validation",
}


def __getattr__(name: str) -> object:
    """Return a public name, imported when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
