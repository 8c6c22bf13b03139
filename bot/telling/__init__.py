"""From a query to statements: one handler for each act, over the register, the documents and their clauses."""
