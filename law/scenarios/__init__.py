"""Scenarios in the shape of `tests/law/golden.json`, read into facts.

The only place that maps free text. A scenario's id, title, rationale, source and expected answer are never read
as facts. A key that is absent says nothing; null means asked for and not shown; false means known not to be so.
"""

from law.scenarios.reading import Reading, read_scenario

__all__ = ["Reading", "read_scenario"]
