"""From a question as read to a query: what is wanted, of what, when and where."""
