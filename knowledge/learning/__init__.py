"""What is learned from labelled utterances: linear heads and the ranking of subjects, fitted by ``make train``."""
