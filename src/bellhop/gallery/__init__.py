"""The gallery: every event type on every platform, from samples that are shipped."""
