"""datamodel-code-generator, run over a document in which everything has its name already."""

from __future__ import annotations

import ast
import json
import warnings
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from schemawright import diagnostics
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.rendering import MARK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.diagnostics import Report

Library: TypeAlias = Literal["pydantic", "msgspec"]
"""What the models are made for."""

_NAME = "datamodel-code-generator"
_OPTION = Location("--target")
_INSTALL = "run `pip install 'schemawright[models]'`"
_USUAL: Mapping[str, Any] = {
    "allow_population_by_field_name": True,
    "capitalise_enum_members": False,
    "disable_timestamp": True,
    "field_constraints": True,
    "skip_root_model": True,
    "use_annotated": True,
    "use_attribute_docstrings": True,
    "use_double_quotes": True,
    "use_field_description": True,
    "use_schema_description": True,
    "use_standard_collections": True,
    "use_type_alias": True,
    "use_union_operator": True,
}
_OF_LIBRARY: Mapping[Library, Mapping[str, Any]] = {
    "pydantic": {},
    "msgspec": {
        "use_attribute_docstrings": False,
        "use_field_description": False,
        "use_msgspec_nullable_enum_alias": True,
        "use_msgspec_tagged_unions": True,
    },
}
_NOT_IN_STRUCTS = frozenset({"field"})
"""What the body of each `Struct` calls."""
_STATEMENTS = (ast.Import, ast.ImportFrom, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.Pass)


class Wanted(NamedTuple):
    """What is to be made, and how it is to look."""

    library: Library
    names: Mapping[str, str]
    """The attribute of each property that is called otherwise, by `Class.property`."""
    width: int
    """The line length, in columns."""


def reserved(library: Library) -> frozenset[str]:
    """Return what no attribute can be called in the models of a library.

    Raises:
        InputError: what makes the models is not installed.
    """
    if library == "msgspec":
        return _NOT_IN_STRUCTS
    try:
        from pydantic import BaseModel  # noqa: PLC0415 - see below
    except ImportError:
        raise _missing() from None
    return frozenset(dir(BaseModel))


def model_code(schema: Mapping[str, Any], wanted: Wanted, report: Report) -> str:
    """Return the module of models of another library.

    Args:
        schema: a document with a definition for each class.
        wanted: what is to be made.
        report: told what the generator warns of.

    Raises:
        InputError: the generator is not installed, or cannot do it.
    """
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            code = _made(schema, wanted)
        except ImportError:
            raise _missing() from None
        except Exception as error:
            # Whatever it is, it is no fault of the user's.
            found = f"{type(error).__name__}: {error}"
            raise InputError(_failed(wanted.library, found)) from error
    for each in dict.fromkeys(str(each.message) for each in said):
        report(diagnostics.warning("foreign-models", _OPTION, f"{wanted.library}: {each}"))
    if not isinstance(code, str):
        raise InputError(_failed(wanted.library, "it gave no code"))
    if odd := _unexpected(code):
        raise InputError(_failed(wanted.library, odd))
    return code


def _made(schema: Mapping[str, Any], wanted: Wanted) -> object:
    # An optional dependency, and a slow one to import.
    from importlib.metadata import version  # noqa: PLC0415 - heavy

    from datamodel_code_generator import InputFileType, generate  # noqa: PLC0415
    from datamodel_code_generator.enums import DataModelType  # noqa: PLC0415
    from datamodel_code_generator.format import (  # noqa: PLC0415
        DatetimeClassType,
        Formatter,
        PythonVersion,
    )

    model = {
        "pydantic": DataModelType.PydanticV2BaseModel,
        "msgspec": DataModelType.MsgspecStruct,
    }
    return generate(
        json.dumps(schema),
        input_file_type=InputFileType("jsonschema"),
        output_model_type=model[wanted.library],
        target_python_version=PythonVersion.PY_311,
        formatters=[Formatter.BUILTIN],
        builtin_format_line_length=wanted.width,
        aliases=dict(wanted.names),
        output_datetime_class=DatetimeClassType.Datetime,
        custom_class_name_generator=str,
        custom_file_header=f"{MARK}# The generator was {_NAME} {version(_NAME)}.",
        **{**_USUAL, **_OF_LIBRARY[wanted.library]},
    )


def _missing() -> InputError:
    message = f"{_NAME}, which makes these models, is not installed"
    return InputError(diagnostics.bad_option(_OPTION, message, _INSTALL))


def _failed(library: Library, said: str) -> diagnostics.Diagnostic:
    first = said.splitlines()[0]
    message = f"{_NAME} could not make the models for {library}: {first[:200]}"
    return diagnostics.bad_option(_OPTION, message, f"leave the target {library} out")


def _unexpected(code: str) -> str:
    """Return what a module has that is no model; nothing if it is as it should be.

    The text of a schema is in there, and not all of it was put there by us.
    """
    try:
        pending: list[ast.stmt] = ast.parse(code).body
    except SyntaxError as error:
        return f"it gave code that is none: {error}"
    while pending:
        each = pending.pop()
        if not isinstance(each, _STATEMENTS) and not _is_usual(each):
            return f"it gave code that is no model: {ast.unparse(each)}"
        if isinstance(each, ast.ClassDef):
            pending.extend(each.body)
    return ""


def _is_usual(statement: ast.stmt) -> bool:
    """Tell whether a statement is a docstring, or completes a class with what comes after it."""
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value
    if isinstance(value, ast.Constant):
        return isinstance(value.value, str)
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and value.func.attr == "model_rebuild"
    )
