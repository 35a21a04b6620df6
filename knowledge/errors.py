"""Errors whose text is meant for a person; each says what is wrong and what to do."""

from __future__ import annotations


class PanduError(Exception):
    """Base of every error that may be shown to a person as it is."""


class ConfigError(PanduError):
    """A setting is missing or wrong."""


class IntegrityError(PanduError):
    """What is stored does not fit together: a damaged database or index, or one built by another model."""


class DamagedFilesError(IntegrityError):
    """Files of a release are missing or not what was written; they can be made anew from the database."""


class NotFoundError(PanduError):
    """What was named (a release, a document, an indicator) does not exist."""


class PersonalDataError(PanduError):
    """What is to be public holds personal data; the text says how much of which kind."""


class MovedError(PanduError):
    """Something else was published or stored meanwhile; the text says what."""


class LockedError(PanduError):
    """Another process holds the build lock; the text says who."""
