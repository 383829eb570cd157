"""Sensitive data that Macie finds."""
