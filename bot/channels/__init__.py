"""The doors: each turns its medium into an ``Incoming`` and lays out the ``Reply``."""
