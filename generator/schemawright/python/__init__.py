"""What only Python needs to know: names, expressions, annotations, layout."""
