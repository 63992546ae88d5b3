"""Benchmarks: ``./run bench NAME``. They are not tests; each prints its figures, then one ratio a line."""

from collections.abc import Iterable


def judge(lines: Iterable[tuple[str, float, float]]) -> int:
    """Print a line for each name, value and limit; 1 when a value misses its limit, else 0."""
    missed = False
    for name, value, limit in lines:
        print(f"ratio {name} {value:.4f} limit {limit:.4f}")
        missed |= value > limit
    return int(missed)
