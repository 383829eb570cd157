"""Stacks of AWS OpsWorks."""
