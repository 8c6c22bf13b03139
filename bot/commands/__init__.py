"""What the commands of ``plan136`` do; their face, with options and help, is ``bot.__main__``."""
