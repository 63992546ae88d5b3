"""Reminders: what is due is found and queued in one sweep, and sent by the worker. They are never what ends a consent."""
