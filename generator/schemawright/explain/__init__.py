"""What became of each place and keyword of the input, for people who want to know."""
