"""Canaries of CloudWatch Synthetics."""
