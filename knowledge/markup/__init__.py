"""How a text is built: blocks, sentences, statements and their citation marks."""
