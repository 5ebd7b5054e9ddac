"""What feedgen does not write, or writes wrongly: one file a vocabulary."""
