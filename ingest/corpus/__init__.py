"""The starter corpus as documents."""
