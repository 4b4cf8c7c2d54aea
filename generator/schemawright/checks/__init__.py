"""Checks: what schemas assert as straight-line Python that says yes or no."""
