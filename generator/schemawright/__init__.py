"""A schema compiler for Python."""
