"""Amazon Chime: notifications as Markdown, through incoming webhooks."""
