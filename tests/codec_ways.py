"""The codecs of packages, and the two ways in which they decode and encode."""

from __future__ import annotations

import copy
import dataclasses
import importlib
from typing import TYPE_CHECKING, Any

from schemawright.source.values import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator


def codec_of(package: str, name: str) -> Any:
    """Return the codec of a type in a package that is imported."""
    codec = importlib.import_module(f"{package}._validation.codec").Codec
    return codec(name, importlib.import_module(f"{package}._codecs").parts)


class Ways:
    """The quick way of a codec beside the thorough one, which must agree where the quick one ends.

    Args:
        package: the package, which is imported.
        name: the name of the type.
    """

    def __init__(self, package: str, name: str) -> None:
        self._parts = importlib.import_module(f"{package}._codecs").parts(name)
        self._thorough = self._parts.thorough()
        self.quick = 0
        """So many values were decoded in the quick way."""

    def disagreements(self, data: Any) -> Iterator[str]:
        """Yield in which ways the quick way does what the thorough one does not."""
        try:
            found = self._parts.decode(copy.deepcopy(data))
        except Exception:  # noqa: BLE001 - it gives up
            return
        self.quick += 1
        if faults := self._thorough.explain(data):
            yield f"{data} is decoded quickly, but {faults[0]}"
            return
        thoroughly = self._thorough.decode(data)
        if repr(found) != repr(thoroughly) or extras(found) != extras(thoroughly):
            yield f"{data} is decoded as {found} quickly, and otherwise as {thoroughly}"
        encoding = self._parts.encoding()
        encoding.update()
        try:
            encoded = encoding.encode(found)
        except Exception:  # noqa: BLE001 - it gives up
            return
        if repr(encoded) != repr(self._thorough.encode(found)):
            yield f"{found} is encoded as {encoded} quickly"


def extras(value: Any) -> Any:
    """Return what objects hold beside their attributes, however deep, as text."""
    items: Any = value
    if isinstance(value, list | tuple):
        return [extras(each) for each in items]
    if is_object(value):
        return {key: extras(each) for key, each in value.items()}
    if not dataclasses.is_dataclass(value):
        return None
    inner = {each.name: extras(getattr(value, each.name)) for each in dataclasses.fields(value)}
    own = getattr(value, "_extra", None)
    return repr(own), extras(own), inner
