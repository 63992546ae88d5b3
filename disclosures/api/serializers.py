"""Shapes of the API's input and output. They never decide and never write."""

from typing import Any

from rest_framework import serializers

from agencies.models import Agency
from consents.models import ConsentGrant
from disclosures.models import (
    CATEGORIES,
    PURPOSES,
    DisclosureRequest,
    FamilyWish,
    LogEntry,
    Release,
    ReleasedItem,
    RequestedCategory,
    RequestMessage,
)
from youth.actions.guardians import EDITABLE as GUARDIAN_FIELDS
from youth.models import Guardian, RecordItem

# How staff can say that it was asked; what a family does through its link is known to be so.
ASKED = [choice for choice in ConsentGrant.Asked.choices if choice[0] != ConsentGrant.Asked.LINK]


class HolderOutput(serializers.ModelSerializer[Agency]):
    class Meta:
        model = Agency
        fields = ("id", "name", "kind")


class WantedInput(serializers.Serializer[dict]):
    category = serializers.CharField(max_length=40)
    period_start = serializers.DateField(required=False, allow_null=True, default=None)
    period_end = serializers.DateField(required=False, allow_null=True, default=None)


class EditRequestInput(serializers.Serializer[dict]):
    """What may be changed in a draft; every field may be left out."""

    first_name = serializers.CharField(max_length=100, required=False)
    middle_name = serializers.CharField(max_length=100, required=False, allow_blank=True)
    last_name = serializers.CharField(max_length=100, required=False)
    birth_date = serializers.DateField(required=False, allow_null=True)
    details = serializers.CharField(max_length=250, required=False, allow_blank=True)
    purpose = serializers.ChoiceField(choices=PURPOSES, required=False)
    reason = serializers.CharField(max_length=2000, required=False)
    basis = serializers.ChoiceField(choices=DisclosureRequest.Basis.choices, required=False)
    evidence = serializers.DictField(child=serializers.BooleanField(), required=False)
    urgency = serializers.ChoiceField(choices=DisclosureRequest.Urgency.choices, required=False)
    categories = WantedInput(many=True, required=False)


class ComposeInput(EditRequestInput):
    """A new draft: whom, about whom, and as much of the rest as is known."""

    holder = serializers.UUIDField()
    first_name = serializers.CharField(max_length=100)
    last_name = serializers.CharField(max_length=100)


class CategoryOutput(serializers.ModelSerializer[RequestedCategory]):
    class Meta:
        model = RequestedCategory
        fields = ("category", "period_start", "period_end", "answer", "answer_reason")


class MessageOutput(serializers.ModelSerializer[RequestMessage]):
    author = serializers.CharField()

    class Meta:
        model = RequestMessage
        fields = ("agency", "author", "text", "created_at")


class RequestOutput(serializers.ModelSerializer[DisclosureRequest]):
    reference = serializers.CharField(read_only=True)
    requested_by = serializers.CharField()
    categories = CategoryOutput(many=True)
    messages = MessageOutput(many=True)

    class Meta:
        model = DisclosureRequest
        fields = (
            "id",
            "reference",
            "state",
            "asking_agency",
            "requested_by",
            "holding_agency",
            "first_name",
            "middle_name",
            "last_name",
            "birth_date",
            "details",
            "purpose",
            "reason",
            "basis",
            "evidence",
            "urgency",
            "submitted_at",
            "due_on",
            "answer",
            "reopened_at",
            "categories",
            "messages",
        )


class MessageInput(serializers.Serializer[dict]):
    text = serializers.CharField(max_length=4000)


class ReasonAndNoteInput(serializers.Serializer[dict]):
    reason = serializers.CharField(max_length=1000)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class WithdrawInput(serializers.Serializer[dict]):
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class MatchInput(serializers.Serializer[dict]):
    youth = serializers.UUIDField()
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class EvidenceInput(serializers.Serializer[dict]):
    confirmed = serializers.ListField(child=serializers.CharField(max_length=60))


class ApproveInput(serializers.Serializer[dict]):
    categories = serializers.ListField(child=serializers.CharField(max_length=40))
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class ItemsInput(serializers.Serializer[dict]):
    items = serializers.ListField(child=serializers.UUIDField())


class GuardianSerializer(serializers.ModelSerializer[Guardian]):
    """`authority` is stated only with `authority_evidence`: how the agency knows."""

    class Meta:
        model = Guardian
        fields = ("id", "youth", *GUARDIAN_FIELDS)
        read_only_fields = ("id", "youth")
        validators: tuple[Any, ...] = ()


class RevokeInput(serializers.Serializer[dict]):
    """All of it, or only what goes to one recipient, is of one category, or both; `how` the family asked.

    With `on_every_form` the same in the other consents that this person signed for the young person here, unless it
    was entered by mistake.
    """

    reason = serializers.CharField(max_length=250, required=False, allow_blank=True, default="")
    recipient = serializers.UUIDField(required=False, allow_null=True, default=None)
    category = serializers.ChoiceField(choices=CATEGORIES, required=False, allow_blank=True, default="")
    how = serializers.ChoiceField(choices=ASKED, default=ConsentGrant.Asked.WRITTEN.value)
    on_every_form = serializers.BooleanField(default=False)


class CandidateOutput(serializers.Serializer[Any]):
    youth = serializers.UUIDField()
    name = serializers.CharField()
    birth_date = serializers.DateField()
    grade = serializers.CharField()
    findings = serializers.ListField(child=serializers.CharField())
    differs = serializers.ListField(child=serializers.CharField())


class ItemOutput(serializers.ModelSerializer[RecordItem]):
    class Meta:
        model = RecordItem
        fields = ("id", "category", "occurred_on", "title")


class ReleasedItemOutput(serializers.ModelSerializer[ReleasedItem]):
    class Meta:
        model = ReleasedItem
        fields = ("id", "category", "occurred_on", "title", "text", "source", "file_name", "file_sha256")


class ReleaseOutput(serializers.ModelSerializer[Release]):
    reference = serializers.CharField(source="request.reference", read_only=True)

    class Meta:
        model = Release
        fields = (
            "id",
            "reference",
            "request",
            "agency",
            "recipient_agency",
            "released_at",
            "access_until",
            "acknowledged_at",
            "ended_at",
            "end_reason",
            "content_sha256",
        )


class OpenReleaseOutput(ReleaseOutput):
    items = ReleasedItemOutput(many=True)

    class Meta(ReleaseOutput.Meta):
        fields = (*ReleaseOutput.Meta.fields, "notices", "consent_copy", "items")  # type: ignore[assignment]


class ClosedOutput(serializers.Serializer[dict]):
    closed_releases = serializers.ListField(child=serializers.UUIDField())


class LogOutput(serializers.ModelSerializer[LogEntry]):
    class Meta:
        model = LogEntry
        exclude = ("salt", "chain_id")


class OpenObjectionOutput(serializers.Serializer[Any]):
    """A parent or guardian who disagrees; the name only where the holder's own record has it."""

    name = serializers.CharField()
    relation = serializers.CharField()
    at = serializers.DateTimeField()
    words = serializers.CharField()


class AnswerOutput(serializers.Serializer[dict]):
    """The engine's decision (`law.answers.Decision.to_json`), and who disagrees with a consent that it weighs."""

    outcome = serializers.CharField()
    allows_release = serializers.BooleanField()
    categories = serializers.ListField(child=serializers.DictField())
    objections = OpenObjectionOutput(many=True)


class AnswerWishInput(serializers.Serializer[dict]):
    answer = serializers.CharField(max_length=1000)


class WishRowOutput(serializers.ModelSerializer[FamilyWish]):
    """That a family asks; `release` is empty where it asks about the consent itself. `agency` answers by `due_on`."""

    due_on = serializers.DateField(read_only=True)

    class Meta:
        model = FamilyWish
        fields: tuple[str, ...] = (
            "id",
            "agency",
            "recording_agency",
            "consent",
            "release",
            "youth_name",
            "person_name",
            "kind",
            "asked_at",
            "due_on",
            "answered_at",
        )


class WishOutput(WishRowOutput):
    """What a family asks, in its words, and what was done about it."""

    class Meta(WishRowOutput.Meta):
        fields = (*WishRowOutput.Meta.fields, "words", "answer")
