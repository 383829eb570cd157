"""Notifications in the schema that AWS gives to everybody's own programs."""
