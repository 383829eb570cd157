"""Cases with AWS Support."""
