"""Instances, images, volumes and fleets in Amazon EC2."""
