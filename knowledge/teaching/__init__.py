"""What teaches the assistant to read questions: labelled utterances, loaded strictly, with a report of what they cover."""
