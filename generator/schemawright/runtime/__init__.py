"""Code that generated packages carry: copied into them as it is, and so without us."""
