"""From regular expressions of ECMA-262, as JSON Schema has them, to those of Python's `re`."""
