"""The PDF package of a release (cover, notices, consent copies, items), and the paper of a decision."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from disclosures import content, explain
from disclosures.models import Decision, Release, ReleasedItem
from law.notices import NOTICES
from law.vocabulary import Category
from notices.outbox import once
from sharing_portal.pdf import render_pdf


def package_context(release: Release, items: list[ReleasedItem]) -> dict[str, Any]:
    """What the package's template shows."""
    return {
        "release": release,
        "request": release.request,
        "items": items,
        "notices": release.notices,
        "feet": [_(NOTICES[notice["id"]].foot) for notice in release.notices],
        "consents": release.consent_copy,
        "explained": _explained(release),
    }


def _explained(release: Release) -> list[dict[str, Any]]:
    """Why each released category may be shared: the holder's stored decision, which only the holder can read."""
    decision = release.request.decisions.first()
    return explain.stored(decision.engine, decision.approved_categories) if decision else []


def render_package(release: Release, items: list[ReleasedItem]) -> bytes:
    """The package as a tagged PDF."""
    return render_pdf("disclosures/pdf/package.html", package_context(release, items))


def decision_record(decision: Decision) -> bytes:
    """What the custodian decided and all that the law engine said then, as a tagged PDF for the holder's file."""
    categories = [answer["category"] for answer in decision.engine["categories"]]
    context = {
        "decision": decision,
        "request": decision.request,
        "approved": [_(Category(code).label) for code in decision.approved_categories],
        "explained": explain.stored(decision.engine, categories),
    }
    return render_pdf("disclosures/pdf/decision.html", context, language=get_language() or "en")


def render_queued_package(entry_id: str) -> None:
    """Render and store the package that an outbox entry asks for; once, however often it is delivered."""
    with once(entry_id) as entry:
        if entry is None or entry.reference is None:
            return
        release = Release.objects.select_related("request", "agency", "recipient_agency").get(
            pk=entry.reference
        )
        items = list(release.items.all())
        if release.package or not content.is_intact(release, items):
            return
        # Named so that a rerun after a crash writes the same file again; the release's own, for its cover names who asked.
        name = f"packages/{release.pk}.pdf"
        storage = release.package.storage
        if storage.exists(name):
            storage.delete(name)
        name = storage.save(name, ContentFile(render_package(release, items)))
        Release.objects.filter(pk=release.pk).update(package=name)
