"""Games on Amazon GameLift."""
