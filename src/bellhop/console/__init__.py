"""The web console: channels live in a browser, and the API that other programs use."""

from bellhop.console.console import Console
from bellhop.console.routes import routes

__all__ = ["Console", "routes"]
