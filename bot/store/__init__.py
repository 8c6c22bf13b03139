"""What outlives a process: answers, conversations, opinions, updates taken up, limits."""
