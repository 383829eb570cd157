"""Jobs in AWS Batch."""
