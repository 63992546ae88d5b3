"""A form sent twice makes one row: the row's id follows from who sent which form where."""

from uuid import UUID, uuid4, uuid5

from django import forms

from accounts.models import User


def _form_key() -> str:
    return uuid4().hex


class Once(forms.Form):
    """A form that does its work once, however often it is sent."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, initial=_form_key, max_length=64)


def once_id(place: UUID | None, by: User, key: str) -> UUID:
    """The id for what this person makes at this place with this form's key; a fresh one without a key.

    It cannot be aimed at a row of somebody else: the person and the place are part of it.
    """
    return uuid5(place, f"{by.pk}:{key}") if place and key else uuid4()
