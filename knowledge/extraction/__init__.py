"""From text to register: a grammar over Vietnamese target clauses. Pure; it proposes, a person decides."""
