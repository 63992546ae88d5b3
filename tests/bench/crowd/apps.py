from django.apps import AppConfig


class BenchConfig(AppConfig):
    """Holds the one model that guardian's generic tables are measured with."""

    name = "tests.bench.crowd"
    label = "bench"
