"""`bellhop setup`: the AWS side."""

from bellhop.setup.cli import setup_group as command

__all__ = ["command"]
