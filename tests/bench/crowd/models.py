"""The same youth records for guardian's generic tables: a model without a table of grants of its own."""

from django.db import models


class GenericYouth(models.Model):
    """A row of `by_hand.youth`, for `get_objects_for_user`."""

    id = models.UUIDField(primary_key=True)
    agency_id = models.UUIDField()
    number = models.TextField()
    first_name = models.TextField()
    last_name = models.TextField()
    preferred_name = models.TextField()
    birth_date = models.DateField()
    grade = models.TextField()
    site = models.TextField()
    state = models.TextField()

    class Meta:
        managed = False
        db_table = '"by_hand"."youth"'
        default_permissions = ("view",)
        ordering = ["last_name", "first_name", "id"]

    def __str__(self) -> str:
        return f"{self.last_name}, {self.first_name}"
