"""Slack: messages as Block Kit, mentions and buttons over Socket Mode or signed HTTP."""
