"""The API for programs and for the widget, under ``/api/v1``."""
