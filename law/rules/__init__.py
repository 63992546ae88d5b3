"""Every rule, one module for each body of law. Importing this package fills the register."""
