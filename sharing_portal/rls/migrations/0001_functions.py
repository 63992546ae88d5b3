from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).resolve().parent.parent
SQL = "\n".join(
    (FOLDER / f"{part}.sql").read_text("utf-8")
    for part in (
        "identity",
        "disclosures",
        "agreements",
        "chain",
        "guards",
        "drafting",
        "life",
        "public",
        "consents",
        "families",
        "ending",
        "reminders",
        "rights",
    )
)


class Migration(migrations.Migration):
    """The functions that policies use exist before the first table that has a policy."""

    initial = True
    dependencies = []
    run_before = [
        (app, "0001_initial")
        for app in ("audit", "notices", "accounts", "agencies", "youth", "consents", "mous", "disclosures")
    ]
    operations = [migrations.RunSQL(SQL, "DROP SCHEMA portal CASCADE")]
