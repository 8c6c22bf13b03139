"""What teaches the assistant to read questions: labelled utterances, and a report of what they cover."""
