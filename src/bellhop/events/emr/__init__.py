"""Clusters of Amazon EMR."""
