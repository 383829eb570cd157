"""Backups by AWS Backup."""
