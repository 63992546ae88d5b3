"""One operation for each verb of an agreement: the verb's own words describe it, its input is a shape, and it answers
with the agreement as it then stands."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import PortalAPIRequest
from mous.api.inputs import Input
from mous.api.outputs import WholeAgreementOutput
from mous.api.reading import found, shown
from mous.models import Mou

Verb = Callable[..., Any]
# What the verb acts on, found among the agreement's own by the rest of the address.
Part = Callable[[Mou, dict[str, Any]], Any]


def operation(
    verb: Verb,
    shape: type[Input] | None = None,
    *,
    part: Part | None = None,
    method: str = "post",
    makes: bool = False,
) -> Any:
    """The view that does `verb` to an agreement, or to a `part` of it, with what `shape` takes.

    What is left out of the input is left to the verb. With `makes` the verb gives a new agreement, which is shown.
    """

    def answer(self: APIView, request: PortalAPIRequest, pk: UUID, **names: Any) -> Response:
        mou = found(request, pk)
        target = part(mou, names) if part else mou
        made = verb(target, by=request.user, **taken(shape, request))
        return shown(request, made.pk, status.HTTP_201_CREATED) if makes else shown(request, pk)

    return as_view(verb, answer, shape, {201 if makes else 200: WholeAgreementOutput}, method)


def as_view(verb: Verb, answer: Verb, shape: type[Input] | None, responses: Any, method: str = "post") -> Any:
    """The class of one operation, described for OpenAPI by the verb's docstring."""
    name = verb.__name__
    title = "".join(word.capitalize() for word in name.split("_"))
    described = extend_schema(
        request=shape or OpenApiTypes.NONE,
        responses=responses,
        description=verb.__doc__,
        operation_id=f"agreement_{name}",
    )
    view: type[APIView] = type(title, (APIView,), {method: described(answer), "__doc__": verb.__doc__})
    return view.as_view()


def taken(shape: type[Input] | None, request: PortalAPIRequest) -> dict[str, Any]:
    """The checked input, as the verb's own arguments."""
    if shape is None:
        return {}
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def section(mou: Mou, names: dict[str, Any]) -> Any:
    return get_object_or_404(mou.sections.select_related("mou"), code=names["code"])


def term(mou: Mou, names: dict[str, Any]) -> Any:
    return get_object_or_404(mou.terms.select_related("mou"), pk=names["part"])


def thread(mou: Mou, names: dict[str, Any]) -> Any:
    return get_object_or_404(mou.comments.filter(answers=None).select_related("mou"), pk=names["part"])


def offer(mou: Mou, names: dict[str, Any]) -> Any:
    return get_object_or_404(mou.joinders.select_related("mou"), pk=names["part"])
