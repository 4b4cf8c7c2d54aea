"""From resolved schemas to the intermediate model."""
