"""How a question is read: marks restored, slips repaired, short forms expanded. Pure over data."""
