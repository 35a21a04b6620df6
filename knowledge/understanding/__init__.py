"""What a message says and wants: its sentences, what each of them does, and how a turn is to be read."""
