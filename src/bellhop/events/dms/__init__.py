"""Migrations by AWS DMS."""
