"""What schemas assert, keyword by keyword: the whole of it, where the model only sees types."""
