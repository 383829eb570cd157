"""The web console's channels as a platform: what is posted stands in the store, and the pages are told."""
