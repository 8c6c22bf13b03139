"""What we know: documents, the register, the index and retrieval. Has never heard of chat."""
