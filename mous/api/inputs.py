"""What the API takes. They check shape; whether it is allowed the verbs decide."""

from typing import Any

from rest_framework import serializers

from accounts.models import User
from agencies.models import Agency
from agencies.roles import ASKING_ROLES, ROLES
from law.vocabulary import STORED_CATEGORIES, Purpose
from mous.actions import PROHIBITED_PURPOSES, Flow, Start
from mous.importing import LONGEST_SECTION, Part
from mous.models import Mou, MouChecklistNote
from mous.wording import TEMPLATE

Input = serializers.Serializer[Any]
FLOW_CATEGORIES = [(category.value, category.label) for category in STORED_CATEGORIES]
FLOW_PURPOSES = [(purpose.value, purpose.label) for purpose in Purpose if purpose not in PROHIBITED_PURPOSES]


def party(**options: Any) -> Any:
    """An agency named by its id."""
    return serializers.PrimaryKeyRelatedField(queryset=Agency.objects.all(), **options)


class DraftInput(Input):
    """`once` is a key of the caller's: the same draft sent twice with it begins one agreement."""

    title = serializers.CharField(max_length=200)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    start = serializers.ChoiceField(choices=Start.choices, default=Start.TEMPLATE)
    earlier = serializers.UUIDField(required=False, allow_null=True, default=None)
    with_terms = serializers.BooleanField(default=False)
    once = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")


class EditAgreementInput(serializers.ModelSerializer[Mou]):
    """Every field may be left out, and stays as it is."""

    class Meta:
        model = Mou
        fields = ("title", "starts_on", "ends_on", "review_on", "open_to_joinder", "consent_form")


class AgenciesInput(Input):
    agencies = party(many=True)


class FlowInput(Input):
    categories = serializers.MultipleChoiceField(choices=FLOW_CATEGORIES)
    purposes = serializers.MultipleChoiceField(choices=FLOW_PURPOSES)
    roles = serializers.MultipleChoiceField(
        choices=[(code, ROLES[code].name) for code in ASKING_ROLES], default=lambda: set(ASKING_ROLES)
    )
    authority = serializers.CharField(max_length=250)
    need = serializers.CharField(max_length=250, required=False, allow_blank=True, default="")
    conditions = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        lists = {name: sorted(attrs[name]) for name in ("categories", "purposes", "roles")}
        return {**attrs, **lists}


class TermInput(FlowInput):
    from_agency = party()
    to_agency = party()


class PairInput(Input):
    holder = party()
    asker = party()

    def validate(self, attrs: dict[str, Any]) -> Any:
        return attrs["holder"], attrs["asker"]


class FlowsInput(Input):
    """Exactly these flows for each of the pairs; none clear them."""

    pairs = PairInput(many=True)
    flows = FlowInput(many=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {**attrs, "flows": [Flow(**flow) for flow in attrs["flows"]]}


class NewSectionInput(Input):
    heading = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=LONGEST_SECTION, required=False, allow_blank=True, default="")


class SectionInput(NewSectionInput):
    """`number` is the version that was edited; another's later version is not overwritten (409)."""

    number = serializers.IntegerField(min_value=1)


class DocumentInput(Input):
    """Sent as a form with a file: .docx, .md or .txt."""

    file = serializers.FileField()


class PartInput(Input):
    """A section of a document. `code` names the section of the portal's wording whose words it replaces."""

    heading = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=LONGEST_SECTION, allow_blank=True, trim_whitespace=False)
    code = serializers.ChoiceField(
        choices=[(part.code, part.heading) for part in TEMPLATE], allow_blank=True, default=""
    )

    def validate(self, attrs: dict[str, Any]) -> Any:
        return Part(**attrs)


class PartsInput(Input):
    parts = PartInput(many=True, allow_empty=False)


class RestoreInput(Input):
    version = serializers.IntegerField(min_value=1)
    number = serializers.IntegerField(min_value=1)


class MoveInput(Input):
    up = serializers.BooleanField()


class LockInput(Input):
    take_over = serializers.BooleanField(default=False)


class TextInput(Input):
    text = serializers.CharField(max_length=4000)


class CommentInput(TextInput):
    section = serializers.SlugField(max_length=40, required=False, allow_blank=True, default="")


class ItemInput(Input):
    """An item of the checklist, by its number."""

    item = serializers.IntegerField(min_value=1)


class AttestInput(ItemInput):
    answer = serializers.ChoiceField(choices=MouChecklistNote.Answer.choices)
    note = serializers.CharField(max_length=500)


class ScanInput(Input):
    """Sent as a form with a file: the scan of what was signed on paper."""

    file = serializers.FileField()
    signed_on = serializers.DateField()


class ReasonInput(Input):
    reason = serializers.CharField(max_length=250)


class CancelInput(Input):
    reason = serializers.CharField(max_length=250, required=False, allow_blank=True, default="")


class ApprovalInput(Input):
    text_sha256 = serializers.CharField(max_length=64)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class UntilInput(Input):
    until = serializers.DateField(required=False, allow_null=True, default=None)


class SendInput(UntilInput):
    """`in_order` names every party's agency in the order in which they sign; left out, they sign in any order."""

    in_order = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)


class SignatureInput(Input):
    """For one exact text, and for one agency: the caller names the one she means to bind."""

    typed_name = serializers.CharField(max_length=150)
    title = serializers.CharField(max_length=150)
    attested = serializers.BooleanField()
    text_sha256 = serializers.CharField(max_length=64)
    agency = serializers.UUIDField()


class OfferInput(Input):
    agency = party()
    like = party()


class DeputyInput(Input):
    deputy = serializers.PrimaryKeyRelatedField(queryset=User.objects.all())
    signatory = serializers.PrimaryKeyRelatedField(queryset=User.objects.all())
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    evidence = serializers.CharField(max_length=500)
