"""What is wrong, how bad it is, and what it costs to wait."""
