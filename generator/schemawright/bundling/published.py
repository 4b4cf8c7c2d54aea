"""The base URIs that documents have in a bundle: their own, or where they lie to each other.

A document from a file has the URI of that file as its base, which holds for one machine only. In a
bundle it has one below `BUNDLE` instead, with the path that it has in the directory that may be
read, so that relative references between files still lead where they did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from schemawright.source.uris import normalized

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from pathlib import Path

    from schemawright.source.references import References

BUNDLE = "https://bundle.invalid/"
"""What invented URIs begin with; no host below `.invalid` ever exists (RFC 6761, section 6.4)."""


def published(references: References, documents: Iterable[str]) -> Mapping[str, str]:
    """Return a base URI for each document that says nothing of the machine.

    Args:
        references: the documents.
        documents: the names of those that count; the directory of the first file among them is
            what `BUNDLE` stands for. Other directories stand beside its files under their own
            names: `../common/x.json` leads there, as a path does not rise above its root.
    """
    found: dict[str, str] = {}
    library, kept = references.library, tuple(documents)
    indices = [references.indices[name].resources for name in kept]
    taken = {each.uri for index in indices for pointer, each in index.items() if pointer}
    prefixes: dict[Path, str] = {}
    for name in kept:
        base = library.bases[name]
        if not base.startswith(("file:", "stdin:")):
            taken.add(found.setdefault(name, distinct(base, taken)))
            continue
        folder = library.granted(name)
        if folder is None:
            inside = base.rpartition("/")[2].replace(":", "")
        else:
            above = f"{folder.as_uri().removesuffix('/')}/"
            prefix = f"{quote(folder.name)}/" if prefixes and folder.name else ""
            inside = prefixes.setdefault(folder, prefix) + base.removeprefix(above)
        taken.add(found.setdefault(name, distinct(normalized(f"{BUNDLE}{inside}"), taken)))
    return found


def distinct(uri: str, taken: Container[str]) -> str:
    """Return a URI that is not taken, and that relative references lead away from as before."""
    number = 2
    found = uri
    while found in taken:
        found = f"{uri}?{number}"
        number += 1
    return found
