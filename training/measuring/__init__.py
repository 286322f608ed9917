"""What the trained networks are worth, through the app's own code."""
