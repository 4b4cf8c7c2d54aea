"""Generating while a distribution is built: what all back ends share, and a hook for each."""
