"""The web channel: API, widget and pages."""
