"""Environments of AWS Elastic Beanstalk."""
