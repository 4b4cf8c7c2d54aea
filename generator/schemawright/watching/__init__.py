"""Generating again whenever something has changed that a run has read or looked for."""
