"""Keys in AWS Key Management Service."""
