"""The measured pages as somebody would write them who has neither policies nor guardian nor an ORM: plain SQL.

They run behind the same middleware and session, write the same audit event and fill the same template with the same
values. Their SQL reads views of the server's administrator, whom no policy binds.
"""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template import Context, Template
from django.urls import reverse
from guardian.shortcuts import get_objects_for_user

from accounts.http import PortalRequest
from agencies.doors import member_required
from agencies.roles import Reach, can_read
from audit.record import record as record_event
from audit.words import in_words
from disclosures.states import Ended
from disclosures.views.asking import sections
from law.vocabulary import Category
from sharing_portal.paging import LongList
from tests.bench.crowd.models import GenericYouth
from youth import permissions
from youth.forms import SearchForm
from youth.models import Guardian, YouthRecord
from youth.names import search_terms
from youth.queries import MOST_IDS
from youth.views.lists import MOST_FOUND, MOST_LISTED, PAGE_SIZE, columns
from youth.views.lists import sections as youth_sections

VIEWS = """
DROP SCHEMA IF EXISTS by_hand CASCADE;
CREATE SCHEMA by_hand;
CREATE VIEW by_hand.youth AS SELECT * FROM public.youth_youthrecord;
CREATE VIEW by_hand.youth_grant AS SELECT * FROM public.youth_youthrecordgrant;
CREATE VIEW by_hand.youth_key AS SELECT * FROM public.youth_youthkey;
CREATE VIEW by_hand.item AS SELECT * FROM public.youth_recorditem;
CREATE VIEW by_hand.guardian AS SELECT * FROM public.youth_guardian;
CREATE VIEW by_hand.assignment AS SELECT * FROM public.youth_assignment;
CREATE VIEW by_hand.event AS SELECT * FROM public.audit_auditevent;
CREATE VIEW by_hand.release AS SELECT * FROM public.disclosures_release;
CREATE VIEW by_hand.request AS SELECT * FROM public.disclosures_disclosurerequest;
CREATE VIEW by_hand.basis AS SELECT * FROM public.disclosures_releasebasis;
CREATE VIEW by_hand.consent_grant AS SELECT * FROM public.consents_consentgrant;
CREATE VIEW by_hand.released_item AS SELECT * FROM public.disclosures_releaseditem;
CREATE VIEW by_hand.mou AS SELECT * FROM public.mous_mou;
CREATE VIEW by_hand.party AS SELECT * FROM public.mous_mouparty;
CREATE VIEW by_hand.term AS SELECT * FROM public.mous_mouterm;
CREATE VIEW by_hand.agency AS SELECT * FROM public.agencies_agency;
GRANT USAGE ON SCHEMA by_hand TO portal_app;
GRANT SELECT ON ALL TABLES IN SCHEMA by_hand TO portal_app;
"""
# Whether an agreement in force covers everything that was released.
COVERED = """NOT EXISTS (SELECT FROM by_hand.released_item i WHERE i.release_id = r.id AND NOT EXISTS (
  SELECT FROM by_hand.term t JOIN by_hand.mou m ON m.id = t.mou_id
  WHERE t.to_agency_id = r.recipient_agency_id AND t.from_agency_id = r.agency_id AND q.purpose = ANY (t.purposes)
    AND i.category = ANY (t.categories) AND m.state = 'signed'
    AND (now() AT TIME ZONE a.time_zone)::date BETWEEN m.starts_on AND m.ends_on
    AND (m.superseded_on IS NULL OR (now() AT TIME ZONE a.time_zone)::date < m.superseded_on)
    AND NOT EXISTS (SELECT FROM by_hand.party w WHERE w.mou_id = m.id AND w.withdrawn_at IS NOT NULL
      AND w.agency_id IN (t.from_agency_id, t.to_agency_id))))"""
STATES = dict(YouthRecord.State.choices)
RELATIONS, AUTHORITIES = dict(Guardian.Relation.choices), dict(Guardian.Authority.choices)
ENDS = dict(Ended.choices)
ROW = "y.id, y.number, y.first_name, y.last_name, y.preferred_name, y.birth_date, y.grade, y.site, y.state"
ORDER = f"ORDER BY y.last_name, y.first_name, y.id LIMIT {PAGE_SIZE}"


class Row(SimpleNamespace):
    """One row; a template reads its columns by name."""

    @property
    def pk(self) -> UUID:
        return self.id  # type: ignore[no-any-return]


class YouthRow(Row):
    def __str__(self) -> str:
        return f"{self.last_name}, {self.first_name}"

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name) if part)

    def get_state_display(self) -> str:
        return str(STATES[self.state])


class GuardianRow(Row):
    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def get_relation_display(self) -> str:
        return str(RELATIONS[self.relation])

    def get_authority_display(self) -> str:
        return str(AUTHORITIES[self.authority])


class ReleaseRow(Row):
    def get_end_reason_display(self) -> str:
        return str(ENDS[self.end_reason])


class KnownCount(Paginator):
    """Pages whose number the SQL has said already."""

    def __init__(self, rows: list[Any], count: int) -> None:
        super().__init__(rows, PAGE_SIZE)
        self.count = count  # type: ignore[misc]

    @classmethod
    def first_page(cls, rows: list[Any], count: int) -> Page[Any]:
        return Page(rows, 1, cls(rows, count))


def fetch(kind: type[Row], sql: str, *parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return [kind(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def counted(most: int, sql: str, *parameters: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql} LIMIT {most}) counted", parameters)
        return int(cursor.fetchone()[0])


@member_required
def youth_list(request: PortalRequest) -> HttpResponse:
    """The first page of our youth, or of those searched for."""
    form = SearchForm(request.GET)
    typed = form.cleaned_data["q"].strip() if form.is_valid() else ""
    rows, count = _search(request, typed) if typed else _all(request)
    record_event("youth.searched" if typed else "youth.listed", by=request.user, shown=len(rows), page=1)
    page = KnownCount.first_page(rows, count)
    return _show_list(request, page, form, typed, MOST_FOUND if typed else MOST_LISTED)


def _all(request: PortalRequest) -> tuple[list[Any], int]:
    agency = request.user.acting_agency_id
    if can_read(request.user, Reach.YOUTH):
        found, parameters = "FROM by_hand.youth y WHERE y.agency_id = %s", [agency]
    else:
        found = """FROM by_hand.youth_grant g JOIN by_hand.youth y ON y.id = g.content_object_id
            WHERE g.user_id = %s AND g.agency_id = %s"""
        parameters = [request.user.pk, agency]
    rows = fetch(YouthRow, f"SELECT {ROW} {found} {ORDER}", *parameters)
    return rows, counted(MOST_LISTED, f"SELECT {found}", *parameters)


def _search(request: PortalRequest, typed: str) -> tuple[list[Any], int]:
    """One word by the custodian. Few are looked up and sorted; for many the list is walked in its order."""
    agency, (term,) = request.user.acting_agency_id, search_terms(typed)
    keys = "FROM by_hand.youth_key WHERE agency_id = %s AND kind = 'name' AND key >= %s AND key < %s"
    parameters = [agency, term, term + "\U0010ffff"]
    if counted(MOST_IDS + 1, f"SELECT {keys}", *parameters) > MOST_IDS:
        walked = f"y.agency_id = %s AND (SELECT true {keys} AND youth_id = y.id LIMIT 1)"
        sql = f"SELECT {ROW} FROM by_hand.youth y WHERE {walked} {ORDER}"
        return fetch(YouthRow, sql, agency, *parameters), MOST_FOUND
    sql = f"SELECT {ROW}, count(*) OVER () AS found FROM by_hand.youth y WHERE y.id IN (SELECT youth_id {keys}) {ORDER}"
    rows = fetch(YouthRow, sql, *parameters)
    return rows, min(rows[0].found, MOST_FOUND) if rows else 0


def _show_list(request: PortalRequest, page: Page[Any], form: Any, typed: str, most: int) -> HttpResponse:
    context = {
        "page_title": "Youth",
        "page": page,
        "form": form,
        "typed": typed,
        "columns": columns(),
        "sections": youth_sections("youth:list"),
        "most": most if page.paginator.count >= most else 0,
        "can_create": permissions.can_create(request.user),
        "can_import_roster": permissions.can_import_roster(request.user),
        "can_hand_over": permissions.can_hand_over(request.user),
    }
    return render(request, "youth/list.html", context)


@member_required
def record_page(request: PortalRequest, pk: UUID) -> HttpResponse:
    """One record page."""
    agency = request.user.acting_agency_id
    sql, parameters = "SELECT y.* FROM by_hand.youth y WHERE y.id = %s AND y.agency_id = %s", [pk, agency]
    if not can_read(request.user, Reach.YOUTH):
        sql += """ AND EXISTS (SELECT FROM by_hand.youth_grant g
            WHERE g.content_object_id = y.id AND g.user_id = %s AND g.agency_id = y.agency_id)"""
        parameters.append(request.user.pk)
    found = fetch(YouthRow, sql, *parameters)
    if not found:
        raise Http404
    youth = found[0]
    record_event("youth.viewed", by=request.user, youth_id=youth.pk)
    trail = [{"label": "Youth", "url": reverse("youth:list")}, {"label": str(youth)}]
    context = {
        "page_title": "Youth record",
        "breadcrumbs": trail,
        "youth": youth,
        "groups": _groups(pk),
        "guardians": fetch(
            GuardianRow,
            "SELECT * FROM by_hand.guardian WHERE youth_id = %s ORDER BY last_name, first_name",
            pk,
        ),
        "assignments": _assignments(pk),
        "history": _history(agency, pk),
        "can_edit": True,
        "can_assign": permissions.can_hand_over(request.user),
    }
    return render(request, "youth/record.html", context)


def _groups(pk: UUID) -> list[tuple[str, list[Row]]]:
    items = fetch(
        Row,
        """SELECT i.id, i.category, i.occurred_on, i.title, i.file, i.source, i.corrects_id,
             c.id AS corrected_by, c.correction_reason
           FROM by_hand.item i LEFT JOIN by_hand.item c ON c.corrects_id = i.id
           WHERE i.youth_id = %s ORDER BY i.occurred_on DESC, i.created_at DESC""",
        pk,
    )
    groups: dict[str, list[Row]] = {category.value: [] for category in Category}
    for item in items:
        groups[item.category].append(item)
    return [(Category(code).label, found) for code, found in groups.items() if found]


def _assignments(pk: UUID) -> list[Row]:
    rows = fetch(
        Row,
        """SELECT a.id, a.since, u.name, u.title FROM by_hand.assignment a JOIN accounts_user u ON u.id = a.user_id
           WHERE a.youth_id = %s AND a.until IS NULL ORDER BY a.since DESC""",
        pk,
    )
    for row in rows:
        row.user = Named(title=row.title, name=row.name)
    return rows


class Named(Row):
    def __str__(self) -> str:
        return str(self.name)


def _history(agency: UUID | None, pk: UUID) -> list[dict[str, Any]]:
    events = fetch(
        Row,
        """SELECT event, at, actor_name FROM by_hand.event WHERE agency_id = %s AND youth_id = %s
           ORDER BY at DESC LIMIT 5""",
        agency,
        pk,
    )
    return [{"title": in_words(event), "when": event.at, "who": event.actor_name} for event in events]


@member_required
def received(request: PortalRequest) -> HttpResponse:
    """The first page of what others released to us, with whether each is open."""
    rows = fetch(
        ReleaseRow,
        f"""SELECT r.id, r.released_at, r.access_until, {COVERED} AS is_covered, r.ended_at, r.end_reason, q.id AS request_id, q.first_name,
             q.middle_name, q.last_name, a.name AS agency,
             r.ended_at IS NULL AND r.access_until > now() AND NOT EXISTS (SELECT FROM by_hand.basis b
               JOIN by_hand.consent_grant g ON g.id = b.grant_id JOIN by_hand.agency ga ON ga.id = g.agency_id
               WHERE b.release_id = r.id AND (g.revoked_at IS NOT NULL
                 OR g.expires_on < (now() AT TIME ZONE ga.time_zone)::date)) AS is_open
           FROM by_hand.release r JOIN by_hand.request q ON q.id = r.request_id
             JOIN by_hand.agency a ON a.id = r.agency_id
           WHERE r.recipient_agency_id = %s ORDER BY r.released_at DESC LIMIT {PAGE_SIZE}""",
        request.user.acting_agency_id,
    )
    for row in rows:
        hexed = row.request_id.hex
        row.request = Row(
            reference=f"R-{hexed[:4]}-{hexed[4:8]}".upper(),
            described_name=" ".join(
                part for part in (row.first_name, row.middle_name, row.last_name) if part
            ),
        )
    count = counted(
        PAGE_SIZE + LongList.ahead,
        "SELECT FROM by_hand.release WHERE recipient_agency_id = %s",
        request.user.acting_agency_id,
    )
    record_event("release.listed", by=request.user, section="received", shown=len(rows))
    context = {
        "page": KnownCount.first_page(rows, count),
        "section": "received",
        "sections": sections("received"),
        "open_ids": {row.id for row in rows if row.is_open and row.is_covered},
        "without_agreement": {row.id for row in rows if not row.is_covered},
    }
    return render(request, "disclosures/releases.html", context)


@member_required
def by_guardian(request: PortalRequest) -> HttpResponse:
    """For information: the caseload by guardian's own shortcut on its generic tables, without policies."""
    found = get_objects_for_user(
        request.user, "bench.view_genericyouth", GenericYouth, with_superuser=False, accept_global_perms=False
    )
    rows = list(found[:PAGE_SIZE])
    record_event("youth.listed", by=request.user, shown=len(rows), page=1)
    page = KnownCount.first_page(rows, found[:MOST_LISTED].count())
    return _show_list(request, page, SearchForm({}), "", MOST_LISTED)


BARE = Template(
    "<ul>{% for row in rows %}<li>{{ row }} {{ row.birth_date }} {{ row.number }}</li>{% endfor %}</ul>"
)


@transaction.non_atomic_requests
def bare(request: PortalRequest) -> HttpResponse:
    """For information: the same rows by a view without middleware, session, transaction, template frame or audit."""
    rows = fetch(
        YouthRow, f"SELECT {ROW} FROM by_hand.youth y WHERE y.agency_id = %s {ORDER}", request.GET["agency"]
    )
    return HttpResponse(BARE.render(Context({"rows": rows})))
