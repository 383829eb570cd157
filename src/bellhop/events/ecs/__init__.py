"""Containers in Amazon ECS."""
