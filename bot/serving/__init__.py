"""The process that serves: its channels kept up, its HTTP door, what it logs and counts, what it deletes in time."""
