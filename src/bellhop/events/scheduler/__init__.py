"""Events that come by the clock."""
