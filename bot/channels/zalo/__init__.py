"""The Zalo channel: the Bot Platform, and an Official Account behind the same interface."""
