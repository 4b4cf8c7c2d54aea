"""Two schemas held beside each other: what changed, and whom that breaks."""
