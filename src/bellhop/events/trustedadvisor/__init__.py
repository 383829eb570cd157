"""Advice by Trusted Advisor."""
