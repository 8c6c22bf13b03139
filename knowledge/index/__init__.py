"""The encoder, the indexes and their generations on disk."""
