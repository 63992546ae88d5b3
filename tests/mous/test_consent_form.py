"""An agreement names the version of the uniform consent form that its parties adopt: in the text that is hashed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.acting import acting_as
from law.forms import UNIFORM_FORM_VERSIONS
from mous import actions
from mous.actions.drafting import Start
from mous.checklist import Status, findings
from mous.document import compose, document_of
from mous.models import Mou
from sharing_portal.errors import RefusedInput

NEWEST = UNIFORM_FORM_VERSIONS[-1]


def edit(mou, by, **fields):
    known = {
        "title": mou.title,
        "starts_on": mou.starts_on,
        "ends_on": mou.ends_on,
        "review_on": mou.review_on,
    }
    actions.edit(mou, by=by, **{**known, **fields})
    mou.refresh_from_db()


def consent_item(mou):
    return next(found for found in findings(mou) if found.item.code == "consent")


def test_the_template_adopts_the_newest_version_and_other_wording_says_which(dana):
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + timedelta(days=300)}
    with acting_as(dana):
        template = actions.draft(by=dana, title="From the template", **days)
        blank = actions.draft(by=dana, title="Blank", start=Start.BLANK, **days)
        again = actions.draft(by=dana, title="Again", start=Start.EARLIER, earlier=template, **days)
    assert (template.consent_form, blank.consent_form, again.consent_form) == (NEWEST, "", NEWEST)


def test_it_completes_the_item_on_consent_of_the_checklist(draft, dana):
    with acting_as(dana):
        assert consent_item(draft).status == Status.COMPLETE
        edit(draft, dana, consent_form="")
        found = consent_item(draft)
        assert found.status == Status.INCOMPLETE
        assert [lack.text for lack in found.lacks] == ["No version of the uniform consent form is adopted."]
        assert found.can_be_attested
        edit(draft, dana, consent_form=NEWEST)
        assert consent_item(draft).status == Status.COMPLETE


def test_what_is_not_said_stays_and_no_other_version_can_be_adopted(draft, dana):
    with acting_as(dana):
        edit(draft, dana)
        assert draft.consent_form == NEWEST
        with pytest.raises(RefusedInput, match="no such version"):
            edit(draft, dana, consent_form="1999-01")
        assert Mou.objects.get(pk=draft.pk).consent_form == NEWEST


def test_it_stands_in_the_text_that_is_hashed_and_read(draft, dana, sign_in):
    with acting_as(dana):
        assert compose(draft)["consent_form"] == NEWEST
    page = sign_in(dana).get(f"/agreements/{draft.pk}/check/").content.decode()
    assert f"The parties adopt version {NEWEST} of the uniform consent form" in page


def test_amendments_and_renewals_take_it_over(signed, dana):
    assert document_of(signed)["consent_form"] == NEWEST
    with acting_as(dana):
        assert actions.amend(signed, by=dana).consent_form == NEWEST


def test_the_form_of_the_draft_offers_the_versions(draft, dana, sign_in):
    client = sign_in(dana)
    page = client.get(f"/agreements/{draft.pk}/edit/").content.decode()
    assert f"The uniform form, version {NEWEST}" in page
    posted = {
        "title": draft.title,
        "starts_on": draft.starts_on.isoformat(),
        "ends_on": draft.ends_on.isoformat(),
        "review_on": draft.review_on.isoformat() if draft.review_on else "",
        "consent_form": "",
    }
    assert client.post(f"/agreements/{draft.pk}/edit/", posted).status_code == 302
    with acting_as(dana):
        assert Mou.objects.get(pk=draft.pk).consent_form == ""
