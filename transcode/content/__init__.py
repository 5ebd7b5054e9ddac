"""What the bytes of an original show about its type, one kind of sign a file."""
