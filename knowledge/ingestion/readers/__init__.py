"""Readers of people's own documents: one per format, each giving paragraphs."""
