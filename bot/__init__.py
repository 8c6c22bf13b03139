"""The conversation: from a question to a verified reply, on every channel."""
