"""Things watched by AWS IoT."""
