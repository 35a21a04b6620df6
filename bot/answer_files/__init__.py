"""An answer, or a whole conversation, as a file with its sources: officials write memos, and file what was answered."""
