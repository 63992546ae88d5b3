"""The API door of agreements: the same verbs as the pages, one operation a verb.

The verbs that also close what rests on an agreement (`withdraw`, `end`) stand in disclosures/api.
"""

from typing import Any

from django.urls import path

from mous import actions
from mous.api import inputs, signing
from mous.api.beside import CalendarAddress, Comment, Deputies, RevokeDeputy
from mous.api.files import PutInScan, ReadDocument
from mous.api.reading import Agreement, Agreements, Checklist
from mous.api.verbs import offer, operation, section, term, thread

ONE = "agreements/<uuid:pk>/"
SECTION = ONE + "sections/<slug:code>/"
TERM, THREAD, OFFER = (f"{ONE}{parts}/<uuid:part>/" for parts in ("terms", "comments", "offers"))


def _on(base: str, name: str, view: Any) -> Any:
    return path(f"{base}{name}/", view, name=f"api-agreement-{name}")


urlpatterns = [
    path("agreements/", Agreements.as_view(), name="api-agreements"),
    path("agreements/deputies/", Deputies.as_view(), name="api-deputies"),
    path("agreements/deputies/<uuid:pk>/revoke/", RevokeDeputy.as_view(), name="api-deputy-revoke"),
    path("agreements/calendar/", CalendarAddress.as_view(), name="api-calendar"),
    path(ONE, Agreement.as_view(), name="api-agreement"),
    # Drafting together.
    _on(ONE, "parties", operation(actions.set_parties, inputs.AgenciesInput)),
    _on(ONE, "invitations", operation(actions.invite_to_draft, inputs.AgenciesInput)),
    _on(ONE, "flows", operation(actions.set_flows, inputs.FlowsInput)),
    _on(ONE, "terms", operation(actions.add_term, inputs.TermInput)),
    _on(TERM, "change", operation(actions.change_term, inputs.TermInput, part=term)),
    _on(TERM, "remove", operation(actions.remove_term, part=term)),
    _on(ONE, "sections", operation(actions.add_section, inputs.NewSectionInput)),
    _on(SECTION, "edit", operation(actions.edit_section, inputs.SectionInput, part=section)),
    _on(SECTION, "restore", operation(actions.restore_version, inputs.RestoreInput, part=section)),
    _on(SECTION, "move", operation(actions.move_section, inputs.MoveInput, part=section)),
    _on(SECTION, "leave-out", operation(actions.leave_out, part=section)),
    _on(SECTION, "put-back", operation(actions.put_back, part=section)),
    _on(SECTION, "lock", operation(actions.take_lock, inputs.LockInput, part=section)),
    _on(SECTION, "unlock", operation(actions.release_lock, part=section)),
    _on(ONE, "read-document", ReadDocument.as_view()),
    _on(ONE, "take-over", operation(actions.take_over, inputs.PartsInput)),
    _on(ONE, "comments", Comment.as_view()),
    _on(THREAD, "answer", operation(actions.answer, inputs.TextInput, part=thread)),
    _on(THREAD, "resolve", operation(actions.resolve, part=thread)),
    _on(THREAD, "reopen", operation(actions.reopen, part=thread)),
    _on(ONE, "attest", operation(actions.attest, inputs.AttestInput)),
    _on(ONE, "take-back-attestation", operation(actions.take_back_attestation, inputs.ItemInput)),
    _on(ONE, "checklist", Checklist.as_view()),
    # Signed on paper.
    _on(ONE, "scan", PutInScan.as_view()),
    _on(ONE, "ask-to-confirm", operation(actions.ask_to_confirm)),
    # Review and signature.
    _on(ONE, "send-for-review", operation(actions.send_for_review)),
    _on(ONE, "approve", operation(actions.approve_text, inputs.ApprovalInput)),
    _on(ONE, "send-back", operation(actions.send_back, inputs.ReasonInput)),
    _on(ONE, "send", operation(actions.send, inputs.SendInput)),
    _on(ONE, "ask-again", operation(actions.ask_again, inputs.UntilInput)),
    _on(ONE, "ask-for-time", operation(actions.ask_for_time)),
    _on(ONE, "sign", signing.Sign.as_view()),
    _on(ONE, "decline", operation(actions.decline, inputs.ReasonInput)),
    _on(ONE, "cancel", operation(actions.cancel, inputs.CancelInput)),
    # Life.
    _on(ONE, "publish", operation(actions.agree_to_publish)),
    _on(ONE, "unpublish", operation(actions.stop_publishing)),
    _on(ONE, "amend", operation(actions.amend, makes=True)),
    _on(ONE, "renew", operation(actions.renew, makes=True)),
    _on(ONE, "retract-end", operation(actions.retract_end)),
    _on(ONE, "offers", operation(actions.offer_to_join, inputs.OfferInput)),
    _on(OFFER, "take-back", operation(actions.take_back_offer, part=offer)),
    _on(OFFER, "decline-to-join", operation(actions.decline_to_join, inputs.ReasonInput, part=offer)),
    _on(OFFER, "join", signing.Join.as_view()),
]
