"""What answers a question: one finder a kind, each from slots to statements with citations."""
