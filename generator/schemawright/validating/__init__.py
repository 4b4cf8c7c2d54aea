"""Data held against a schema: streams of documents in, what is wrong with each out."""
