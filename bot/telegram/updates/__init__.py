"""Updates kept until they are worked."""
