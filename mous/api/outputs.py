"""What the API answers of an agreement. Shapes only: what the caller may see was asked before."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mous.checklist import Status
from mous.facts import legal_remarks
from mous.models import (
    Mou,
    MouChecklistNote,
    MouComment,
    MouEvent,
    MouJoinder,
    MouParty,
    MouReview,
    MouSection,
    MouSignature,
    MouSigningRequest,
    MouTerm,
    SigningDeputy,
)


class PartyOutput(serializers.ModelSerializer[MouParty]):
    name = serializers.CharField(source="agency.name")

    class Meta:
        model = MouParty
        fields = ("agency", "name", "joined_at", "withdrawn_at", "withdrawal_reason")


class AgreementOutput(serializers.ModelSerializer[Mou]):
    """One agreement in the list; `standing` is what it is worth today, where the caller's agency is."""

    standing = serializers.SerializerMethodField()
    parties = PartyOutput(many=True)

    class Meta:
        model = Mou
        fields = (
            "id",
            "agency",
            "title",
            "version",
            "state",
            "standing",
            "starts_on",
            "ends_on",
            "review_on",
            "open_to_joinder",
            "consent_form",
            "on_paper",
            "replaces",
            "superseded_on",
            "ended_on",
            "text_sha256",
            "parties",
        )

    def get_standing(self, mou: Mou) -> str:
        return mou.standing(self.context["request"].user.acting_agency.today()).value


class SectionOutput(serializers.ModelSerializer[MouSection]):
    class Meta:
        model = MouSection
        fields = ("code", "position", "heading", "text", "number")


class RemarkOutput(serializers.Serializer[Any]):
    """What the law engine says on a flow: an error keeps the agreement from being sent."""

    error = serializers.BooleanField()
    kind = serializers.CharField()
    records = serializers.CharField()
    purposes = serializers.CharField()
    text = serializers.CharField()
    citation = serializers.CharField()


class TermOutput(serializers.ModelSerializer[MouTerm]):
    remarks = serializers.SerializerMethodField()

    class Meta:
        model = MouTerm
        fields = (
            "id",
            "from_agency",
            "to_agency",
            "categories",
            "purposes",
            "roles",
            "authority",
            "need",
            "conditions",
            "remarks",
        )

    @extend_schema_field(RemarkOutput(many=True))
    def get_remarks(self, term: MouTerm) -> Any:
        return RemarkOutput(legal_remarks(term), many=True).data


class CommentOutput(serializers.ModelSerializer[MouComment]):
    by = serializers.CharField()
    section = serializers.SlugRelatedField[MouSection](slug_field="code", read_only=True)

    class Meta:
        model = MouComment
        fields = ("id", "section", "answers", "version", "text", "agency", "by", "at", "resolved_at")


class ReviewOutput(serializers.ModelSerializer[MouReview]):
    by = serializers.CharField()

    class Meta:
        model = MouReview
        fields = ("agency", "by", "outcome", "note", "text_sha256", "at")


class SigningRequestOutput(serializers.ModelSerializer[MouSigningRequest]):
    class Meta:
        model = MouSigningRequest
        fields = ("agency", "text_sha256", "position", "asked_at", "until")


class SignatureOutput(serializers.ModelSerializer[MouSignature]):
    class Meta:
        model = MouSignature
        fields = ("agency", "typed_name", "title", "attestation", "text_sha256", "signed_at", "proofs")


class OfferOutput(serializers.ModelSerializer[MouJoinder]):
    class Meta:
        model = MouJoinder
        fields = (
            "id",
            "agency",
            "like",
            "offered_for",
            "offered_at",
            "exhibit_text",
            "exhibit_sha256",
            "state",
            "note",
        )


class EventOutput(serializers.ModelSerializer[MouEvent]):
    by = serializers.CharField()

    class Meta:
        model = MouEvent
        fields = ("kind", "version", "agency", "by", "note", "at")


class WholeAgreementOutput(AgreementOutput):
    """One agreement with its text, flows beside the law, what people said of it, and its history."""

    sections = SectionOutput(many=True)
    terms = TermOutput(many=True)
    comments = CommentOutput(many=True)
    reviews = ReviewOutput(many=True)
    signing_requests = SigningRequestOutput(many=True)
    signatures = SignatureOutput(many=True)
    joinders = OfferOutput(many=True)
    publications = serializers.SlugRelatedField[Any](slug_field="agency_id", many=True, read_only=True)
    terminations = serializers.SlugRelatedField[Any](slug_field="agency_id", many=True, read_only=True)
    events = EventOutput(many=True)

    class Meta(AgreementOutput.Meta):
        fields = (  # type: ignore[assignment]
            *AgreementOutput.Meta.fields,
            "frozen_text",
            "sections",
            "terms",
            "comments",
            "reviews",
            "signing_requests",
            "signatures",
            "joinders",
            "publications",
            "terminations",
            "events",
        )


class PartOutput(serializers.Serializer[Any]):
    """A section found in a document, as `take-over` takes it."""

    heading = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    code = serializers.CharField(allow_blank=True)


class MissingOutput(serializers.Serializer[Any]):
    """One thing that is missing, and the step of the draft that supplies it."""

    text = serializers.CharField()
    step = serializers.CharField()


class ChecklistNoteOutput(serializers.ModelSerializer[MouChecklistNote]):
    by = serializers.CharField()

    class Meta:
        model = MouChecklistNote
        fields = ("answer", "note", "agency", "by", "at")


class FindingOutput(serializers.Serializer[Any]):
    """An item of the checklist. A `needed` one must be complete before the agreement goes to review."""

    item = serializers.IntegerField(source="item.number")
    title = serializers.CharField(source="item.title")
    asks = serializers.CharField(source="item.asks")
    needed = serializers.BooleanField(source="item.needed")
    status = serializers.ChoiceField(choices=Status.choices)
    lacks = MissingOutput(many=True)
    reason = serializers.CharField(allow_blank=True)
    note = ChecklistNoteOutput(allow_null=True)
    can_be_attested = serializers.BooleanField()


class DeputyOutput(serializers.ModelSerializer[SigningDeputy]):
    class Meta:
        model = SigningDeputy
        fields = ("id", "deputy", "signatory", "starts_on", "ends_on", "evidence", "at", "revoked_at")


class CalendarOutput(serializers.Serializer[Any]):
    """The secret address, shown once."""

    url = serializers.URLField()
