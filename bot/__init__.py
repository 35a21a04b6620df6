"""How people reach it: channels, conversation, journal, command line."""
