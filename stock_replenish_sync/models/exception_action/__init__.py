"""What people do about exceptions: one file an action."""
