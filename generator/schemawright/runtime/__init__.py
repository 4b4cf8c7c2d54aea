"""Code that generated packages carry along; it needs the standard library only."""
