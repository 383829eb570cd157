"""Groups in Amazon EC2 Auto Scaling."""
