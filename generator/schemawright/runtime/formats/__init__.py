# fmt: off
# The same text in every package, whatever the length of its lines.
"""Formats of texts, one module a subject; each is imported when it is used."""
