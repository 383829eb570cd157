"""Access that IAM Access Analyzer finds."""
