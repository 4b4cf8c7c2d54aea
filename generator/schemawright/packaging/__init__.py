"""A complete, publishable project around generated code: written, built, checked, uploaded."""
