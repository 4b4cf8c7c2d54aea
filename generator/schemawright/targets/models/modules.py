"""The modules of models of other libraries: `pydantic_models` and `msgspec_models`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.targets.models.model_generator import Wanted, model_code, reserved
from schemawright.targets.models.msgspec_types import held_by_msgspec
from schemawright.targets.models.named_schema import attribute_names, named_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import PurePosixPath

    from schemawright import ir
    from schemawright.targets.models.model_generator import Library
    from schemawright.targets.subject import Subject


def pydantic(subject: Subject) -> Mapping[PurePosixPath, str]:
    """Return the module of pydantic's models; none when nothing is declared.

    Raises:
        InputError: datamodel-code-generator is not installed, or cannot do it.
    """
    return _module(subject, "pydantic", lambda type_: type_)


def msgspec(subject: Subject) -> Mapping[PurePosixPath, str]:
    """Return the module of msgspec's `Struct`s; none when nothing is declared.

    Raises:
        InputError: datamodel-code-generator is not installed, or cannot do it.
    """
    return _module(subject, "msgspec", held_by_msgspec(subject.model))


def _module(
    subject: Subject, library: Library, held: Callable[[ir.Type], ir.Type]
) -> Mapping[PurePosixPath, str]:
    if not subject.model.declarations:
        return {}
    names = attribute_names(subject, reserved(library))
    wanted = Wanted(library, names, subject.width)
    code = model_code(named_schema(subject, held), wanted, subject.report)
    return {subject.path(f"{library}_models.py"): code}
