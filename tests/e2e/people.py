"""The password everybody in the journey has; apart from the cast, because it needs no database."""

PASSWORD = "correct horse battery staple"
