"""How values of declared types are read from JSON and written to it, as Python functions."""
