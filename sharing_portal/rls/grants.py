"""The short list of global tables: no row-level security, and why each may be so.

They hold nothing about a youth. The application gets exactly the commands listed, after each migration.
"""

from typing import Any

from django.db import connections
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from sharing_portal.rls.policy import APP_ROLE, DEFINER_ROLE

# table: (commands of the application, reason)
GLOBAL_TABLES: dict[str, tuple[str, str]] = {
    "django_migrations": ("SELECT", "which migrations ran"),
    "django_content_type": ("SELECT", "names of models"),
    "django_session": ("SELECT, INSERT, UPDATE, DELETE", "sign-in precedes identity; holds ids only"),
    "auth_permission": ("SELECT", "names of permissions"),
    "auth_group": ("SELECT", "empty: roles belong to memberships; guardian joins it"),
    "auth_group_permissions": ("", "unused: roles belong to memberships"),
    "accounts_user": ("SELECT, INSERT, UPDATE", "sign-in precedes identity; staff accounts only"),
    "accounts_user_groups": ("SELECT", "unused: roles belong to memberships"),
    "accounts_user_user_permissions": ("SELECT", "unused: grants are per object"),
    "account_emailaddress": ("SELECT, INSERT, UPDATE, DELETE", "staff addresses, needed before identity"),
    "account_emailconfirmation": (
        "SELECT, INSERT, UPDATE, DELETE",
        "staff addresses, needed before identity",
    ),
    "mfa_authenticator": ("SELECT, INSERT, UPDATE, DELETE", "second factors, needed before identity"),
    "guardian_userobjectpermission": ("SELECT", "guardian's generic table, empty: grants use direct tables"),
    "guardian_groupobjectpermission": ("SELECT", "guardian's generic table, empty: grants use direct tables"),
    "consents_consentform": ("SELECT", "published wording of the consent form"),
}


def grant_statements() -> list[str]:
    """The statements that give the application its commands on the global tables."""
    statements = [
        f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}, {DEFINER_ROLE}",
        f"GRANT SELECT ON accounts_user TO {DEFINER_ROLE}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}",
    ]
    for table, (commands, _) in GLOBAL_TABLES.items():
        statements.append(f"REVOKE ALL ON {table} FROM {APP_ROLE}")
        if commands:
            statements.append(f"GRANT {commands} ON {table} TO {APP_ROLE}")
    return statements


@receiver(post_migrate, dispatch_uid="rls.grants")
def grant_global_tables(app_config: Any, using: str, plan: Any = None, **kwargs: Any) -> None:
    """Apply the grants once, after the tables of the last app with models exist."""
    if app_config.label != "disclosures":
        return
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('consents_consentform') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(";\n".join(grant_statements()))
