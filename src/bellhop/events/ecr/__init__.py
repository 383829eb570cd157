"""Container images in Amazon ECR."""
