"""Assessments of AWS Audit Manager."""
