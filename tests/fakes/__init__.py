"""Small real implementations that stand in for heavy or foreign parts."""
