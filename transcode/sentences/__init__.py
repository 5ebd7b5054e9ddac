"""What this package says about what went wrong: code -> (Vietnamese, English)."""
