"""What the verification of written sentences is measured with."""
