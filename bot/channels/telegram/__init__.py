"""The Telegram door: pure layout, pages and reading of updates; the adapter alone knows the library."""
