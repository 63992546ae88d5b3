"""What the API takes. They check shape; whether it is allowed the verbs decide."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.http import PortalAPIRequest
from agencies.models import Agency
from consents import queries
from consents.drafting import ON_FILE
from consents.expiry import OWN_NAME
from consents.lines import CONSENT_PURPOSES
from consents.models import ConsentCopy, ConsentGrant, FamilyLink
from law import STORED_CATEGORIES
from law.vocabulary import SignerCapacity, SignerGround
from youth import queries as youth_queries
from youth.models import Guardian, YouthRecord

Input = serializers.Serializer[Any]
CATEGORIES = [(category.value, category.label) for category in STORED_CATEGORIES]
PURPOSES = [(purpose.value, purpose.label) for purpose in CONSENT_PURPOSES]
GROUNDS = [(ground.value, ground.label) for ground in SignerGround]
CAPACITIES = [(capacity.value, capacity.label) for capacity in SignerCapacity]
# How a family is known that comes by a link; who is handed a device is known in person.
CHECKS = [choice for choice in FamilyLink.Check.choices if choice[0] != FamilyLink.Check.IN_PERSON]


def taken(shape: type[Input], request: PortalAPIRequest) -> dict[str, Any]:
    """The checked input, as a verb's own arguments."""
    given = shape(data=request.data, context={"request": request})
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


@extend_schema_field(UUID)
class VisibleYouth(serializers.PrimaryKeyRelatedField[YouthRecord]):
    """A young person whom the caller may see, by id."""

    def get_queryset(self) -> Any:
        return youth_queries.visible_to(self.context["request"].user).select_related("agency")


def _agency() -> Any:
    return serializers.PrimaryKeyRelatedField(queryset=Agency.objects.all())


class ConsentOfferInput(Input):
    """A flow that the family is asked about, at the latest until `latest`.

    It may be limited: to begin on a day, to one way of sharing, to end on an event. The family can go no further.
    """

    discloser = _agency()
    recipient = _agency()
    categories = serializers.MultipleChoiceField(choices=CATEGORIES, allow_empty=False)
    purposes = serializers.MultipleChoiceField(choices=PURPOSES, allow_empty=False)
    latest = serializers.DateField()
    starts_on = serializers.DateField(required=False)
    may_send = serializers.BooleanField(required=False)
    may_talk = serializers.BooleanField(required=False)
    ends_when = serializers.ChoiceField(
        choices=ConsentGrant.EndsWhen.choices, required=False, allow_blank=True
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """As it is kept in a draft."""
        return {name: _kept(value) for name, value in attrs.items()}


class ConsentFlowInput(ConsentOfferInput):
    """A flow that stands on the paper; `initials` by kind of record."""

    latest = None  # type: ignore[assignment]
    expires_on = serializers.DateField()
    may_send = serializers.BooleanField(default=True)
    may_talk = serializers.BooleanField(default=False)
    ends_when = serializers.ChoiceField(
        choices=ConsentGrant.EndsWhen.choices, required=False, allow_blank=True, default=""
    )
    initials = serializers.DictField(child=serializers.CharField(max_length=10), required=False, default=dict)


class SignerInput(Input):
    """Who signs: a parent or guardian on file by id, or anybody else by `capacity` and name.

    `grounds` are what the right to decide rests on where the capacity alone does not give it, `authority_evidence` how
    that is known.
    """

    siblings = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)
    guardian = serializers.UUIDField(required=False, allow_null=True, default=None)
    capacity = serializers.ChoiceField(choices=CAPACITIES, required=False, allow_blank=True, default="")
    signer_name = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    authority_evidence = serializers.CharField(max_length=250, required=False, allow_blank=True, default="")
    grounds = serializers.MultipleChoiceField(choices=GROUNDS, required=False, default=set)
    minor_also_signed = serializers.BooleanField(default=False)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="en")
    interpreter = serializers.CharField(max_length=150, required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        form = queries.newest_forms().filter(language=attrs["language"]).first()
        if form is None:
            raise serializers.ValidationError({"language": _("There is no form in this language.")})
        return {**attrs, "form": form}


class ConsentDraftInput(SignerInput):
    """What the family is asked about; nothing of it is agreed to before it signs by its link."""

    youth = VisibleYouth()
    offer = ConsentOfferInput(many=True, allow_empty=False)


class DraftChangeInput(SignerInput):
    """What is to change: who signs, said anew as a whole, and what the family is asked or what stands on the paper.

    `offer` is for a family that answers by its link, `flows` for what is signed on paper: a draft is one or the other.
    """

    offer = ConsentOfferInput(many=True, required=False, allow_empty=False)
    flows = ConsentFlowInput(many=True, required=False, allow_empty=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "offer" in attrs and "flows" in attrs:
            raise serializers.ValidationError({"flows": _("Send an offer or flows, not both.")})
        says_who = not set(self.initial_data).isdisjoint(SignerInput().fields)
        return {**super().validate(attrs), "says_who": says_who}


class PaperInput(SignerInput):
    """Sent as a form with a file: the scan. `flows` is JSON: what stands on the paper, line by line."""

    youth = VisibleYouth()
    file = serializers.FileField()
    signed_on = serializers.DateField()
    flows = serializers.JSONField()

    def validate_flows(self, given: Any) -> list[dict[str, Any]]:
        flows = ConsentFlowInput(data=given, many=True, allow_empty=False)
        flows.is_valid(raise_exception=True)
        return [dict(flow) for flow in flows.validated_data]


class RecordDraftInput(Input):
    """Sent as a form where the scan comes with it; a draft that is typed anew has its scan."""

    file = serializers.FileField(required=False)
    signed_on = serializers.DateField()


class ConsentScanInput(Input):
    """Sent as a form with a file."""

    file = serializers.FileField()


class FhirInput(Input):
    """Sent as a form with a file: FHIR R4 JSON. `youth` is needed where the file names nobody by the portal's own id."""

    file = serializers.FileField()
    youth = VisibleYouth(required=False, allow_null=True, default=None)
    dry_run = serializers.BooleanField(default=False)


class DifferenceInput(Input):
    reason = serializers.CharField(max_length=250)


class EventInput(Input):
    event = serializers.ChoiceField(choices=ConsentGrant.EndsWhen.choices)


class CopyInput(Input):
    method = serializers.ChoiceField(choices=ConsentCopy.Method.choices)


class ObjectionInput(Input):
    youth = VisibleYouth()
    guardian = serializers.UUIDField()
    words = serializers.CharField(max_length=500)


class FamilyLinkInput(Input):
    email = serializers.EmailField()
    check_by = serializers.ChoiceField(choices=CHECKS)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="en")


def _kept(value: Any) -> Any:
    if isinstance(value, Agency):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    return sorted(value) if isinstance(value, set) else value


def signer_answers(youth: YouthRecord, given: dict[str, Any]) -> dict[str, Any]:
    """The answers of a draft's first step; who is on file signs under the name on file."""
    guardian, name = given["guardian"], given["signer_name"]
    if guardian is not None:
        person = Guardian.objects.filter(pk=guardian, youth=youth).first()
        if person is None:
            raise serializers.ValidationError(
                {"guardian": _("This person is not on file for this young person.")}
            )
        name = str(person)
    elif not given["capacity"]:
        raise serializers.ValidationError({"capacity": _("Say in which capacity the person signs.")})
    elif given["capacity"] in OWN_NAME:
        name = youth.full_name
    return {
        "who": f"{ON_FILE}{guardian}" if guardian else given["capacity"],
        "signer_name": name,
        "form": str(given["form"].pk),
        "grounds": sorted(given["grounds"]),
        **{part: given[part] for part in ("authority_evidence", "minor_also_signed", "interpreter")},
    }
