"""Migrations of the store, run by ``bot.store.migrating``; never edited once released."""
