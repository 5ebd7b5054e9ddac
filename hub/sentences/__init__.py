"""What the hub says about what went wrong: code -> (Vietnamese, English), one room of the house a file."""
