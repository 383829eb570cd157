"""Records of DynamoDB and Kinesis streams."""
