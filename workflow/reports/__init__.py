"""What is told about cases and definitions as a whole."""
