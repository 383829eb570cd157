"""Layouts that a channel writes itself: YAML whose texts are Jinja, in the place of an event type's own layout.

See docs/templates.md. Jinja is imported only where there are templates.
"""
