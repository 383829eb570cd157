"""`python -m bellhop` is `bellhop`."""

from bellhop.cli import main

main()
