"""The words of closed classes as data, by language: numbers, times, figures, tiers, documents, places."""
