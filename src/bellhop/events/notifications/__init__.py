"""AWS User Notifications, which words other services' events for people."""
