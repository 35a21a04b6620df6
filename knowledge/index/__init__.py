"""What finds rows: vectors in Chroma or exactly, words by BM25."""
