"""Where everything that is kept stands in a bundle, and what it is called from elsewhere there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urljoin

from schemawright.location import Location
from schemawright.source.uris import joined, split
from schemawright.source.values import is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.source.references import References
    from schemawright.source.schema import Schema

_LEGAL = "/~!$&'()*+,;=:@?-._"
"""What may stand in a fragment beside letters and digits (RFC 3986, section 3.5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A schema of the input, or a whole document, that is put into the bundle as one piece."""

    origin: Location
    place: str
    """The pointer to it in the bundle."""
    uri: str = ""
    """Its own URI; empty where it has that of the bundle itself."""
    spelled: str = ""
    """The URI as it is written there, if that is another text."""


class Address(NamedTuple):
    """What a place is called: the URI of its resource, and the pointer to it from there."""

    uri: str
    pointer: str


class Written(NamedTuple):
    """A reference as it stands in the bundle, and what it depends on there."""

    text: str
    to: Address
    relative: bool
    """Whether it depends on the URI of the place where it is made."""


class Layout:
    """Parts by their origin, and how to refer from one to the other."""

    def __init__(
        self,
        references: References,
        parts: Mapping[Location, Part],
        root: str,
        *,
        anonymous: bool = False,
    ) -> None:
        """Take what is kept.

        Args:
            references: the documents.
            parts: what is kept of them, by its origin.
            root: the URI of the bundle.
            anonymous: whether the bundle cannot state that URI, so that nothing may depend on it.
        """
        self.references = references
        self.parts = parts
        self.root = root
        self._anonymous = anonymous
        self._bases: dict[Location, str] = {}
        self._spelled = {each.uri: each.spelled for each in parts.values() if each.spelled}

    def base(self, location: Location) -> str:
        """Return the URI that references at a place start from."""
        if location not in self._bases:
            self._bases[location] = self._base(location)
        return self._bases[location]

    def address(self, location: Location) -> Address | None:
        """Return what a place is called, None if it is not kept."""
        uri, pointer = location
        while True:
            here = Location(uri, pointer)
            rest = location.pointer[len(pointer) :]
            if (part := self.parts.get(here)) is not None:
                if part.uri:
                    return Address(part.uri, rest)
                return Address(self.root, f"{part.place}{rest}")
            if identifier(self.references, here) is not None:
                return Address(self.base(here), rest)
            if not pointer:
                return None
            pointer = pointer.rpartition("/")[0]

    def spelled(self, uri: str) -> str:
        """Return a URI as the resource that has it spells it."""
        return self._spelled.get(uri, uri)

    def reference(self, text: str, schema: Schema, location: Location) -> Written | None:
        """Return a reference to `location`, None if nothing is kept there.

        It stays as it is where it leads there also for readers who compare URIs as plain text, and
        no pointer in it goes through a resource of its own.

        Args:
            text: how it is written in the input.
            schema: the schema that makes it.
            location: where it leads.
        """
        to = self.address(location)
        if to is None:
            return None
        base = self.base(schema.location)
        before, _, fragment = text.partition("#")
        fragment = unquote(fragment)
        anchor = fragment if self._is_anchor(fragment, location) else ""
        if self._leads(base, before, to) and (anchor or fragment == to.pointer):
            return Written(text, to, relative=is_relative(before))
        uri = "" if to.uri == base else self.spelled(to.uri)
        end = spelled_pointer(anchor or to.pointer)
        return Written(f"{uri}#{end}" if end or not uri else uri, to, relative=False)

    def _leads(self, base: str, before: str, to: Address) -> bool:
        if not before:
            return base == to.uri
        if self._anonymous and (to.uri == self.root or (base == self.root and is_relative(before))):
            return False
        meant = joined(base, before)
        plain = urljoin(self.spelled(base), before)
        return meant is not None and meant[0] == to.uri and plain == self.spelled(to.uri)

    def _is_anchor(self, fragment: str, location: Location) -> bool:
        """Tell whether a fragment is an anchor at a place, which it keeps in the bundle."""
        if not fragment or fragment.startswith("/") or location.uri not in self.references.indices:
            return False
        anchors = self.references.indices[location.uri].anchors
        found = anchors.get((self.references.resource(location).uri, fragment))
        # A part that gets a URI loses the anchor that stands in the keyword of the URI.
        part = self.parts.get(location)
        kept = part is None or not part.uri or self._has_anchor_keyword(location, fragment)
        return found == location and kept

    def _has_anchor_keyword(self, location: Location, anchor: str) -> bool:
        value = self.references.value(location)
        keywords = self.references.dialect(location).anchor_keywords
        return is_object(value) and any(value.get(each) == anchor for each in keywords)

    def _base(self, location: Location) -> str:
        part = self.parts.get(location)
        if part is not None and part.uri:
            return part.uri
        base = self.root
        if part is None and location.pointer:
            base = self.base(above(location))
        stated = identifier(self.references, location) if part is None else None
        return base if stated is None else (joined(base, stated) or (base, ""))[0]


def spelled_pointer(pointer: str) -> str:
    """Return a pointer, or an anchor, as it stands in a URI (RFC 6901, section 6)."""
    return quote(pointer, safe=_LEGAL, errors="surrogatepass")


def is_relative(reference: str) -> bool:
    """Tell whether a reference depends on where it is made for more than its fragment."""
    parts = split(reference)
    return bool(reference) and (parts is None or parts.scheme is None)


def above(location: Location) -> Location:
    """Return the place that another one is directly in."""
    return location.owner(1)


def identifier(references: References, location: Location) -> str | None:
    """Return the identifier that makes a place a resource of its own, None if none does."""
    resource = references.indices[location.uri].resources.get(location.pointer)
    if resource is None:
        return None
    if location.pointer and references.resource(above(location)).uri == resource.uri:
        return None
    value = references.value(location)
    if not is_object(value) or ("$ref" in value and not resource.dialect.siblings_of_ref):
        return None
    stated = value.get(resource.dialect.id_keyword)
    return stated if isinstance(stated, str) and not stated.startswith("#") else None


def part_of(references: References, origin: Location, place: str, base: str) -> Part:
    """Return a part that has a URI: the one that it states, or else the base URI."""
    stated = identifier(references, origin)
    if stated is None:
        return Part(origin=origin, place=place, uri=base)
    uri, _ = joined(base, stated) or (base, "")
    parts = split(stated)
    spelled = str(parts) if parts is not None and parts.scheme is not None else ""
    return Part(origin=origin, place=place, uri=uri, spelled=spelled)
