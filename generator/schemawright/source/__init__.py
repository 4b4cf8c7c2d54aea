"""From bytes to resolved schemas: documents, dialects, references, OpenAPI."""
