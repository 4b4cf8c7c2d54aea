"""One output kind each: the model becomes files through frozen views."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from schemawright.targets.codecs import codecs
from schemawright.targets.dataclasses import dataclasses
from schemawright.targets.docs import docs
from schemawright.targets.enums import enums
from schemawright.targets.guards import guards
from schemawright.targets.models.modules import msgspec, pydantic
from schemawright.targets.package import package
from schemawright.targets.plugins import plugin_files
from schemawright.targets.typed_dicts import typed_dicts
from schemawright.targets.validators import validators

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import PurePosixPath

    from schemawright.targets.subject import Subject

TARGETS: Mapping[str, Callable[[Subject], Mapping[PurePosixPath, str]]] = MappingProxyType(
    {
        "dataclasses": dataclasses,
        "enums": enums,
        "typed_dicts": typed_dicts,
        "validators": validators,
        "codecs": codecs,
        "docs": docs,
        "pydantic": pydantic,
        "msgspec": msgspec,
    }
)
"""Every output kind of ours by the name that `--target` takes; others are those of `plugins`."""

NEEDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "dataclasses": frozenset({"enums"}),
        "codecs": frozenset({"dataclasses", "enums", "validators"}),
    }
)
"""Output kinds whose code imports another kind's."""

PROSE = frozenset({"dataclasses", "enums", "typed_dicts", "docs", "pydantic", "msgspec"})
"""Output kinds that show prose."""


def needed(chosen: Collection[str]) -> frozenset[str]:
    """Return the chosen output kinds and those that they need."""
    return frozenset(chosen).union(*(NEEDS.get(each, frozenset()) for each in chosen))


def run_targets(subject: Subject, chosen: Collection[str]) -> dict[PurePosixPath, str]:
    """Return the files of the chosen output kinds and of those that they need.

    Where only prose has changed, those are left out that show nothing of it.
    """
    wanted = needed(chosen)
    now = wanted if subject.edited is None else wanted & PROSE
    found: dict[PurePosixPath, str] = {}
    for name, target in TARGETS.items():
        if name in now:
            found.update(target(subject))
    if subject.edited is not None:
        return found
    if {"typed_dicts", "validators"} <= wanted:
        found.update(guards(subject))
    if wanted - {"docs"}:
        found.update(package(subject, wanted))
    for name in chosen:
        if name not in TARGETS:
            found.update(plugin_files(name, subject, found))
    return found
