"""What the API answers of a consent. Shapes only: what the caller may see was asked before."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from consents import queries
from consents.models import Consent, ConsentCopy, ConsentDraft, ConsentGrant, FamilyLink, Objection
from consents.standing import standing_of
from consents.states import GrantState


class GrantOutput(serializers.ModelSerializer[ConsentGrant]):
    """One line; `state` is how it stands today at the agency that recorded it."""

    state = serializers.SerializerMethodField()
    discloser_name = serializers.CharField(source="discloser.name")
    recipient_name = serializers.CharField(source="recipient.name")

    class Meta:
        model = ConsentGrant
        fields = (
            "id",
            "state",
            "discloser",
            "discloser_name",
            "recipient",
            "recipient_name",
            "category",
            "purposes",
            "may_send",
            "may_talk",
            "initials",
            "starts_on",
            "expires_on",
            "ends_when",
            "ended_at",
            "revoked_at",
            "revocation_asked",
        )

    @extend_schema_field(serializers.ChoiceField(choices=GrantState.choices))
    def get_state(self, grant: ConsentGrant) -> str:
        return self.context["states"][grant.pk].value


class ConsentOutput(serializers.ModelSerializer[Consent]):
    """`standing` says in words which lines stand now: a consent has no state beside that of its lines."""

    reference = serializers.CharField()
    form = serializers.CharField(source="form.version")
    language = serializers.CharField(source="form.language")
    standing = serializers.SerializerMethodField()
    lines = serializers.SerializerMethodField()

    class Meta:
        model = Consent
        fields = (
            "id",
            "reference",
            "agency",
            "youth",
            "youth_name",
            "signer_name",
            "signer_capacity",
            "signer_grounds",
            "minor_also_signed",
            "method",
            "signed_at",
            "confirmed_at",
            "form",
            "language",
            "text_sha256",
            "standing",
            "lines",
        )

    def get_standing(self, consent: Consent) -> str:
        return standing_of(consent).label

    @extend_schema_field(GrantOutput(many=True))
    def get_lines(self, consent: Consent) -> Any:
        found = queries.states_of(consent)
        states = {grant.pk: state for grant, state in found}
        return GrantOutput([grant for grant, _state in found], many=True, context={"states": states}).data


class DraftOutput(serializers.ModelSerializer[ConsentDraft]):
    """A consent that nobody has agreed to yet. `source` is the file from which it was read, `scan` that of the paper."""

    signer = serializers.SerializerMethodField()
    offer = serializers.SerializerMethodField()
    sharing = serializers.SerializerMethodField()
    scan = serializers.SerializerMethodField()

    class Meta:
        model = ConsentDraft
        fields = ("id", "youth", "siblings", "source", "signer", "offer", "sharing", "scan", "updated_at")

    @extend_schema_field(serializers.DictField(allow_null=True))
    def get_signer(self, draft: ConsentDraft) -> Any:
        return draft.answers.get("signer")

    @extend_schema_field(serializers.ListField(child=serializers.DictField()))
    def get_offer(self, draft: ConsentDraft) -> Any:
        return draft.answers.get("offer", [])

    @extend_schema_field(serializers.ListField(child=serializers.DictField()))
    def get_sharing(self, draft: ConsentDraft) -> Any:
        return draft.answers.get("sharing", [])

    def get_scan(self, draft: ConsentDraft) -> str:
        name: str = draft.answers.get("scan", {}).get("file_name", "")
        return name


class CopyOutput(serializers.ModelSerializer[ConsentCopy]):
    class Meta:
        model = ConsentCopy
        fields = ("id", "method", "by", "given_at")


class LinkOutput(serializers.ModelSerializer[FamilyLink]):
    """A family's link, without what opens it."""

    class Meta:
        model = FamilyLink
        fields = (
            "id",
            "kind",
            "check_by",
            "person_name",
            "language",
            "created_at",
            "expires_at",
            "verified_at",
            "used_at",
            "closed_at",
        )


class NewLinkOutput(LinkOutput):
    """`code` is shown this once, to be told to the family by another way than the mail; empty where the check is another."""

    code = serializers.SerializerMethodField()

    class Meta(LinkOutput.Meta):
        fields = (*LinkOutput.Meta.fields, "code")  # type: ignore[assignment]

    def get_code(self, link: FamilyLink) -> str:
        code: str = self.context["code"]
        return code


class ObjectionOutput(serializers.ModelSerializer[Objection]):
    class Meta:
        model = Objection
        fields = ("id", "youth", "guardian", "words", "at", "withdrawn_at")


class UnderstoodLine(serializers.Serializer[Any]):
    discloser = serializers.UUIDField(source="discloser.pk")
    recipient = serializers.UUIDField(source="recipient.pk")
    category = serializers.CharField()
    purposes = serializers.ListField(child=serializers.CharField())
    may_send = serializers.BooleanField()
    may_talk = serializers.BooleanField()
    starts_on = serializers.DateField()
    expires_on = serializers.DateField()
    ends_when = serializers.CharField()


class UnderstoodOutput(serializers.Serializer[Any]):
    """What was understood of a FHIR Consent, and what was not taken over. `draft` is empty after a dry run."""

    draft = serializers.UUIDField(source="draft.pk", allow_null=True, default=None)
    youth = serializers.UUIDField(source="understood.youth.pk")
    signed_on = serializers.DateField(source="understood.signed_on")
    signer_name = serializers.CharField(source="understood.signer.name")
    signer_capacity = serializers.CharField(source="understood.signer.capacity", allow_null=True)
    guardian = serializers.UUIDField(source="understood.signer.guardian.pk", allow_null=True, default=None)
    lines = UnderstoodLine(source="understood.lines", many=True)
    not_taken = serializers.ListField(source="understood.not_taken", child=serializers.CharField())
