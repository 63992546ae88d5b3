from django.apps import AppConfig


class RowSecurityConfig(AppConfig):
    """The second wall: row-level security in PostgreSQL. See ARCHITECTURE.md, "Two walls"."""

    name = "sharing_portal.rls"
    label = "rls"

    def ready(self) -> None:
        from sharing_portal.rls import checks, grants  # noqa: F401, PLC0415 -- registers checks and grants
