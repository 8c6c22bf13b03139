"""The steps of an answer, one a file, run in order by ``pipeline``."""
