"""Vulnerabilities that Inspector finds."""
