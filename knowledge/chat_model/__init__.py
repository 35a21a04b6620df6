"""A language model that writes, if one is configured: asked within limits, with prompts that are data."""
