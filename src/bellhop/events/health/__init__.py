"""What AWS Health says of AWS's own services and of one's resources."""
