"""Alerts of Amazon Managed Service for Prometheus and of any Alertmanager that writes to SNS."""
