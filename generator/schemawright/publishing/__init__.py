"""Distributions that go to an index, if their version says what has changed."""
