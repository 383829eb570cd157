"""Incidents that Incident Manager, a part of Systems Manager, keeps."""
