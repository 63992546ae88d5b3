"""The law library at /law/: what each law says in plain language, and the register of every rule of the engine."""
