"""The register to look at and take away: rows, tables, pictures."""
