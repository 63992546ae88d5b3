"""Row-level security declared where the table is declared: in `Meta.constraints` of its model.

A `RowPolicy` enables and FORCES row-level security on the model's table, creates one policy for each command the
application may use, and grants the application exactly those commands. A command that is not named here is not
granted. Expressions may use the names below; they are scalar sub-selects, evaluated once a statement.
"""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

APP_ROLE = "portal_app"
DEFINER_ROLE = "portal_definer"

ME = "(SELECT portal.current_user_id())"
AGENCY = "(SELECT portal.acting_agency_id())"
PRINCIPAL = "(SELECT portal.principal())"
OPERATOR = "(SELECT portal.is_operator())"
# A member or background work: a family that came through its link acts for the agency too, but from outside.
INSIDE = f"({PRINCIPAL} <> 'family')"
NOBODY = "false"


def any_role(*codes: str) -> str:
    """True when the acting member has one of these roles (`agencies/roles.py`)."""
    listed = ", ".join(f"'{code}'" for code in sorted(codes))
    return f"((SELECT portal.acting_roles()) && ARRAY[{listed}]::text[])"


def one_of(function: str) -> str:
    """`= ANY` of a definer function's uuid array: uses the index, unlike `IN (SELECT …)`."""
    return f"= ANY ((SELECT portal.{function}())::uuid[])"


def among(function: str) -> str:
    """`IN` the ids of a definer function, hashed: for tables whose queries bring an indexed filter of their own.

    Each row costs the same however many ids there are, where `one_of` without its index looks through them all.
    """
    return f"IN (SELECT unnest(portal.{function}()))"


def seen(table: str, key: str, condition: str = "true") -> str:
    """True when `key` names a row of another table, `r`, that the acting member sees and for which the condition holds.

    One look by the key for each row, under the other table's own policy, however many rows the agency has there: a
    scalar sub-select is never turned into a list of them all, as `IN` and `EXISTS` may be.
    """
    return f"(SELECT {condition} FROM {table} r WHERE r.id = {key})"  # noqa: S608 - the words of a policy


def filter_only(condition: str) -> str:
    """The condition as a filter whose share of rows the planner does not estimate.

    For conditions of several agencies' columns, on tables whose queries bring an indexed filter of their own: the
    planner would take the filter and the policy for two independent conditions, expect a row or two, and sort
    everything an agency has to show its first page.
    """
    return f"coalesce({condition}, false)"


class RowPolicy(models.BaseConstraint):
    """The rows of this table that the application may read, insert, update and delete.

    `read`, `insert`, `update` and `delete` are SQL conditions. An updated row must satisfy `update` before and
    after, unless `update_check` says what must hold after. `update_columns` limits which columns may change.
    `definer` names the commands that the portal's definer functions need on this table.
    """

    def __init__(
        self,
        *,
        name: str,
        read: str,
        insert: str = "",
        update: str = "",
        update_check: str = "",
        update_columns: tuple[str, ...] | list[str] = (),
        delete: str = "",
        definer: tuple[str, ...] | list[str] = (),
    ) -> None:
        super().__init__(name=name)
        self.read, self.insert, self.delete = read, insert, delete
        self.update, self.update_check = update, update_check
        self.update_columns, self.definer = tuple(update_columns), tuple(definer)

    def _statements(self, table: str) -> list[str]:
        columns = f" ({', '.join(self.update_columns)})" if self.update_columns else ""
        checked = self.update_check or self.update
        policies = [("SELECT", f"USING ({self.read})", "SELECT")]
        if self.insert:
            policies.append(("INSERT", f"WITH CHECK ({self.insert})", "INSERT"))
        if self.update:
            policies.append(("UPDATE", f"USING ({self.update}) WITH CHECK ({checked})", f"UPDATE{columns}"))
        if self.delete:
            policies.append(("DELETE", f"USING ({self.delete})", "DELETE"))
        statements = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        ]
        for command, condition, privilege in policies:
            statements.append(f"GRANT {privilege} ON {table} TO {APP_ROLE}")
            statements.append(
                f"CREATE POLICY app_{command.lower()} ON {table} FOR {command} TO {APP_ROLE} {condition}"
            )
        for command in self.definer:
            check = "WITH CHECK (true)" if command == "INSERT" else "USING (true)"
            statements.append(f"GRANT {command} ON {table} TO {DEFINER_ROLE}")
            statements.append(
                f"CREATE POLICY definer_{command.lower()} ON {table} FOR {command} TO {DEFINER_ROLE} {check}"
            )
        return statements

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]
        return ";\n".join(self._statements(schema_editor.quote_name(model._meta.db_table)))

    def constraint_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]
        table = schema_editor.quote_name(model._meta.db_table)
        names = [f"app_{command}" for command in ("select", "insert", "update", "delete")]
        names += [f"definer_{command}" for command in ("select", "insert", "update", "delete")]
        drops = [f"DROP POLICY IF EXISTS {name} ON {table}" for name in names]
        return ";\n".join([*drops, f"REVOKE ALL ON {table} FROM {APP_ROLE}, {DEFINER_ROLE}"])

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """PostgreSQL enforces it; there is nothing to ask before a save."""

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        kwargs |= {"read": self.read}
        for attribute in ("insert", "update", "update_check", "update_columns", "delete", "definer"):
            if value := getattr(self, attribute):
                kwargs[attribute] = value
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RowPolicy) and self.deconstruct() == other.deconstruct()

    __hash__ = models.BaseConstraint.__hash__


class SameAgency(models.BaseConstraint):
    """A foreign key that carries the agency: the row and what it points at belong to the same agency.

    An absent id and another agency's id give the same error, so it tells nothing about what others hold.
    The model pointed at needs a unique constraint on (id, agency).
    """

    def __init__(self, *, name: str, field: str, agency: str = "agency") -> None:
        super().__init__(name=name)
        self.field, self.agency = field, agency

    def _statement(self, model: type[models.Model]) -> str:
        field = model._meta.get_field(self.field)
        target = field.related_model._meta  # type: ignore[union-attr]
        column, agency = field.column, model._meta.get_field(self.agency).column  # type: ignore[attr-defined, union-attr]
        return (
            f'ALTER TABLE "{model._meta.db_table}" ADD CONSTRAINT "{self.name}" '
            f'FOREIGN KEY ("{column}", "{agency}") REFERENCES "{target.db_table}" (id, agency_id) '
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]
        # At the end of the migration: the key it needs may be made after it.
        schema_editor.deferred_sql.append(self._statement(model))
        return ""

    def constraint_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]
        return self.create_sql(model, schema_editor)

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:  # type: ignore[override]
        return f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{self.name}"'

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """PostgreSQL enforces it."""

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        kwargs |= {"field": self.field, "agency": self.agency}
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameAgency) and self.deconstruct() == other.deconstruct()

    __hash__ = models.BaseConstraint.__hash__
