"""Database triggers declared at the model, and the four that make a table append-only and chained."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class Trigger(models.BaseConstraint):
    """A trigger that runs `portal.<function>()`; `clause` is what stands between CREATE and EXECUTE.

    Example: `Trigger(name="a_seal", clause="BEFORE INSERT ON {table} FOR EACH ROW", function="seal")`.
    """

    def __init__(self, *, name: str, clause: str, function: str) -> None:
        super().__init__(name=name)
        self.clause, self.function = clause, function

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]
        kind = "CONSTRAINT TRIGGER" if "DEFERRABLE" in self.clause else "TRIGGER"
        clause = self.clause.format(table=f'"{model._meta.db_table}"')
        return f'CREATE {kind} "{self.name}" {clause} EXECUTE FUNCTION portal.{self.function}()'

    def constraint_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]
        return f'DROP TRIGGER "{self.name}" ON "{model._meta.db_table}"'

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """PostgreSQL enforces it."""

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "clause": self.clause, "function": self.function}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Trigger) and self.deconstruct() == other.deconstruct()

    __hash__ = models.BaseConstraint.__hash__


def append_only(table: str) -> list[Trigger]:
    """The triggers that seal each new row, announce it to its chain, and refuse any later change.

    The table needs the columns `id`, `chain_id`, `at`, `salt` and `digest`; the database fills the last three.
    """
    return [
        Trigger(name=f"{table}_1_seal", clause="BEFORE INSERT ON {table} FOR EACH ROW", function="seal"),
        Trigger(
            name=f"{table}_2_announce", clause="AFTER INSERT ON {table} FOR EACH ROW", function="announce"
        ),
        Trigger(
            name=f"{table}_no_change",
            clause="BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW",
            function="refuse_change",
        ),
        Trigger(
            name=f"{table}_no_truncate",
            clause="BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
            function="refuse_change",
        ),
    ]
