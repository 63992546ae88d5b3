"""What every model owes: pairs held together, periods in order, a policy."""

import pytest
from django.apps import apps
from django.db import models

from sharing_portal.rls.grants import GLOBAL_TABLES
from sharing_portal.rls.policy import RowPolicy

OURS = [
    model for model in apps.get_models() if not model.__module__.startswith(("django", "allauth", "guardian"))
]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_declares_its_policy_or_is_global(model):
    policies = [constraint for constraint in model._meta.constraints if isinstance(constraint, RowPolicy)]
    assert len(policies) == (0 if model._meta.db_table in GLOBAL_TABLES else 1)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_nullable_at_and_by_stand_or_fall_together(model):
    names = {field.name: field for field in model._meta.concrete_fields}
    checks = " ".join(
        str(c.condition) for c in model._meta.constraints if isinstance(c, models.CheckConstraint)
    )
    for name, field in names.items():
        partner = name.removesuffix("_at") + "_by"
        if name.endswith("_at") and field.null and partner in names and names[partner].null:
            assert name in checks, f"{model.__name__}.{name}/{partner} need a check constraint"
            assert partner in checks, f"{model.__name__}.{name}/{partner} need a check constraint"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_keys_are_random_where_they_stand_in_addresses(model):
    key = model._meta.pk
    # A row that belongs to exactly one other has that one's key.
    while isinstance(key, models.OneToOneField):
        key = key.remote_field.model._meta.pk
    assert isinstance(key, models.UUIDField) or model.__name__ in {
        "YouthKey",
        "YouthRecordGrant",
        "ReleaseGrant",
        "ChainLink",
        "MouEvent",
    }
