"""State machines in AWS Step Functions."""
