"""Layouts for what no event module recognises; `bellhop.events.tell` chooses them by form alone."""
