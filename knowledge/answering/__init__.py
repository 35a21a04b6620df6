"""From a question to an Answer: the pipeline, its steps, and what they say."""
