"""Models of other libraries, made by a generator of theirs from what everything is called here."""
