"""From a reading to a question with slots."""
