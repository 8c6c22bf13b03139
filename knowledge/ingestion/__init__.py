"""From files to documents and passages."""
