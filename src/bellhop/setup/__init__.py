"""The AWS side of what Bellhop listens to: planned, applied, destroyed."""
