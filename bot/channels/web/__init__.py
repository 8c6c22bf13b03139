"""The web door: one page of our own and a JSON API."""
