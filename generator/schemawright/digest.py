"""Short digests made of letters, for names that nothing else tells apart."""

from __future__ import annotations

import hashlib


def letters(text: str, length: int = 5) -> str:
    """Return `length` lower-case letters that depend on `text` alone."""
    number = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8])
    found = ""
    for _ in range(length):
        number, letter = divmod(number, 26)
        found += chr(ord("a") + letter)
    return found
