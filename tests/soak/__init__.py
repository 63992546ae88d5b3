"""Soaks: ``./run soak NAME [--rounds N]``. The same race over and over against real web processes, until it would show."""
