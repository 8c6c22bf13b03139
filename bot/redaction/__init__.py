"""Personal data covered in what is logged or stored, by their kinds; the words they stand behind are data."""

from bot.redaction.covering import COVER, Secret, redacted, secrets_in

__all__ = ["COVER", "Secret", "redacted", "secrets_in"]
