"""`python -m schemawright`."""

from schemawright.cli import main

main(prog_name="schemawright")
