"""Who to be in the demonstration. The accounts are made with the county; see county/story.py for a walk with them."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from county.cast import AGENCIES, OPERATOR
from county.offices import PASSWORD

WORTH_TRYING: tuple[tuple[str, Promise], ...] = (
    (
        "priya.raman@larkspurmind.example",
        _("Mental health caseworker: has a draft about Mateo to send, and releases to open."),
    ),
    (
        "ruth.okafor@cedarhollow.example",
        _("Records custodian: a queue of requests to match, decide and release."),
    ),
    (
        "gwen.castellano@cedarhollow.example",
        _("Privacy officer: decides too, and reads and exports the disclosure log."),
    ),
    (
        "theo.brandt@cedarhollow.example",
        _("School counselor: his own students, a release to open, a request on its way."),
    ),
    (
        "alan.whitcomb@cedarhollow.example",
        _("Superintendent: an agreement with the shelter waits for his signature."),
    ),
    (
        "marcy.dill@cedarhollow.example",
        _("Agency administrator: members, roles and the chain of contact. Sees no records."),
    ),
    ("ingrid.voss@cedarhollow.example", _("Auditor: the log and its export, and not one record.")),
    (
        "delphine.mbeki@larkspurcounty.example",
        _("Child welfare caseworker: asks as the agency that has custody."),
    ),
    (
        "isaac.drummond@larkspurcounty.example",
        _("Juvenile probation counselor: a request refused, one overdue, one with a question."),
    ),
    (
        "celia.montrose@harborlight.example",
        _("Custodian of a treatment program: records under 42 CFR Part 2."),
    ),
    (
        "samuel.thistlewood@portalder.example",
        _("Registrar of the other district: overdue requests, and one he asked about."),
    ),
    (
        "bernard.achebe@larkspurcounty.example",
        _("County counsel of two agencies: chooses for which one to act."),
    ),
    ("olive.pendergast@portal.example", _("Portal operator: brings agencies in and sees no youth at all.")),
)


def rows() -> list[dict[str, Any]]:
    """One row a person: email, name, agency and what_for."""
    people: dict[str, tuple[str, str | Promise]] = {
        person.email: (person.name, agency.name) for agency in AGENCIES for person in agency.people
    }
    people[OPERATOR.email] = (OPERATOR.name, _("Sharing Portal"))
    return [
        {"email": email, "name": people[email][0], "agency": people[email][1], "what_for": what_for}
        for email, what_for in WORTH_TRYING
    ]


def on_sign_in_page() -> dict[str, Any]:
    """What the demonstration's sign-in page shows beside its form."""
    return {"demo_sign_ins": rows(), "demo_password": PASSWORD}
