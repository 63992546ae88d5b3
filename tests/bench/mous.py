"""What a large agreement and many agreements cost: ``./run bench mous``.

A 40-page agreement becomes its PDF, from its rows in the database to the bytes, in turns with WeasyPrint alone on the
same HTML: at most 1.15 times its time. Then the list of agreements of an agency with 5,000 of them, in turns with one
of 50 in the same database, through the whole of Django as ``portal_app``: at most 1.2 times its time. Both lists must
show a full page of 25. The database is made anew and dropped.
"""

# ruff: noqa: E402 - it prints, and Django is set up before its models are imported.

import io
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.crowd.settings"
django.setup()

import pikepdf
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from weasyprint import CSS, HTML

from accounts.models import User
from agencies.acting import acting_as
from mous.models import Mou
from mous.pdf import agreement_pdf
from sharing_portal import pdf as portal_pdf
from tests import factories
from tests.bench import judge
from tests.bench.crowd.load import administrator, run
from tests.bench.crowd.timing import Database, Visitor, take_turns
from tests.mous import agreements

DATABASE = "portal_bench_mous"
FEW, MANY = 50, 5000
ROUNDS, WARM_UP = 100, 10
PDF_ROUNDS = 5
PDF_LIMIT, LIST_LIMIT = 1.15, 1.2
PAGES = 40
PARAGRAPH = (
    "Each party keeps what it receives under this agreement apart from its own records, opens it only to the people "
    "whom Annex A names by their role, and says on request who has read it, when, and for what purpose. "
) * 3
# One signed agreement as many times as wanted, with its parties, flows and signatures, each on its own day.
MADE = """
CREATE TEMP TABLE made AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, {count}) n;
INSERT INTO mous_mou SELECT (jsonb_populate_record(m, jsonb_build_object('id', made.id, 'title', m.title || ' ' || n,
  'created_at', m.created_at - n * interval '1 hour'))).* FROM mous_mou m, made WHERE m.id = '{model}'"""
PARTS = """
INSERT INTO {table} SELECT (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'mou_id', made.id))).*
  FROM {table} t, made WHERE t.mou_id = '{model}'"""


def main() -> int:
    if not os.environ.get("DATABASE_ADMIN_URL"):
        print("This benchmark loads as the server's administrator: set DATABASE_ADMIN_URL.")
        return 2
    with database():
        people = cast()
        # `./run bench mous list` measures one of the two.
        lines = [PARTS_OF_IT[name](people) for name in sys.argv[1:] or PARTS_OF_IT]
    return judge(lines)


@contextmanager
def database() -> Iterator[None]:
    """The portal's tables in a database of their own, on both of its connections; dropped at the end."""
    owner = settings.DATABASES["owner"]["USER"]
    drop = f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)'
    run("postgres", drop, f'CREATE DATABASE "{DATABASE}" OWNER "{owner}"')
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = DATABASE
    try:
        call_command("migrate", database="owner", verbosity=0)
        yield
    finally:
        connections.close_all()
        run("postgres", drop)


def cast() -> dict[str, User]:
    """The signatories of three agencies: one with few agreements, one with many, and the partner of both."""
    operator = factories.operator()
    people = {}
    for name in ("few", "many", "partner"):
        agency = factories.agency(f"Agency {name}", "school_district", ["ferpa_bound"], by=operator)
        people[name] = factories.member(name, agency, ["signatory"], by=operator, is_active=True)
        agreements.give_address(agency, by=operator)
    return people


def agency_of(person: User) -> Any:
    with acting_as(person) as member:
        return member.acting_agency


def signed(drafter: User, partner: User, more: str = "") -> Mou:
    """An agreement of both in the portal's wording, signed by both, with `more` at the end of each section."""
    parties = [agency_of(drafter), agency_of(partner)]
    flow = (parties[0], parties[1], ["attendance", "discipline"], ["care_coordination"])
    mou = agreements.drafted(drafter, parties, [flow, (parties[1], parties[0], *flow[2:])])
    with acting_as(drafter):
        for section in mou.sections.all() if more else ():
            agreements.reword(mou, drafter, section.code, text=f"{section.text}{more}")
    return agreements.signed(agreements.sent(mou, drafter), [drafter, partner])


def pdf(people: dict[str, User]) -> tuple[str, float, float]:
    """The portal's whole way from rows to bytes, in turns with WeasyPrint on the HTML that comes of them."""
    drafter = people["few"]
    mou = signed(drafter, people["partner"], f"\n\n{PARAGRAPH}" * 10)
    with acting_as(drafter):
        mou = Mou.objects.get(pk=mou.pk)
        html, content = captured(lambda: agreement_pdf(mou))
        pages = len(pikepdf.open(io.BytesIO(content)).pages)
        assert pages >= PAGES, f"only {pages} pages"
        ours, alone = in_turns(lambda: agreement_pdf(mou), lambda: weasyprint_alone(html))
    print(f"{pages} pages; medians of {PDF_ROUNDS}: portal {ours:.2f} s, WeasyPrint alone {alone:.2f} s")
    return "pdf", ours / alone, PDF_LIMIT


def captured(render: Callable[[], bytes]) -> tuple[str, bytes]:
    """The HTML from which the portal makes the PDF, and the PDF."""
    template, kept = portal_pdf.render_to_string, []
    portal_pdf.render_to_string = lambda *given: kept.append(template(*given)) or kept[-1]  # type: ignore[assignment, func-returns-value]
    try:
        content = render()
    finally:
        portal_pdf.render_to_string = template
    return kept[0], content


def weasyprint_alone(html: str) -> bytes:
    stylesheet = (settings.BASE_DIR / "static" / "css" / "pdf.css").read_text("utf-8")
    return HTML(string=html).write_pdf(stylesheets=[CSS(string=stylesheet)], pdf_variant="pdf/ua-1")


def in_turns(*renders: Callable[[], bytes]) -> list[float]:
    """The median seconds of processor time of each, the order reversed every other round; the first round is not counted."""
    times: list[list[float]] = [[] for _ in renders]
    for number in range(PDF_ROUNDS + 1):
        for place in list(range(len(renders)))[:: 1 if number % 2 else -1]:
            started = time.process_time()
            renders[place]()
            if number:
                times[place].append(time.process_time() - started)
    return [statistics.median(series) for series in times]


def lists(people: dict[str, User]) -> tuple[str, float, float]:
    """The first page of agreements where there are 50, and at the two parties of 5,000: who drafted them and who did not."""
    fill(signed(people["few"], people["partner"]), FEW - 1)
    fill(signed(people["many"], people["partner"]), MANY - 1)
    run(DATABASE, "ANALYZE")
    here = Database(DATABASE)
    asks = []
    for name in ("few", "many", "partner"):
        agency = agency_of(people[name])
        # Counsel, who need no second factor to look at a list.
        visitor = Visitor.signed_in(here, str(agreements.counsel_of(agency).pk), str(agency.pk))
        shown = visitor.shown("/agreements/")
        assert shown.count("<tr>") > 25, "not a full page"
        asks.append((visitor, lambda _: "/agreements/"))
    few, *many = (series.median for series in take_turns(asks, ROUNDS, WARM_UP))
    shown = " and ".join(f"{median:.2f}" for median in many)
    print(f"the list of {FEW}: {few:.2f} ms, of {MANY:,}: {shown} ms; medians of {ROUNDS}")
    return "list", max(many) / few, LIST_LIMIT


def fill(model: Mou, count: int) -> None:
    """So many more agreements like this one."""
    tables = ("mous_mouparty", "mous_mouterm", "mous_mousignature")
    with administrator(DATABASE) as link, link.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(MADE.format(count=count, model=model.pk))
        for table in tables:
            cursor.execute(PARTS.format(table=table, model=model.pk))
        cursor.execute("DROP TABLE made")
    link.close()


PARTS_OF_IT = {"pdf": pdf, "list": lists}

if __name__ == "__main__":
    sys.exit(main())
