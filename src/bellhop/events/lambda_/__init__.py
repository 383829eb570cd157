"""Functions in AWS Lambda."""
