"""Transfers by AWS DataSync."""
