"""A member of staff at the browser, preparing a consent for one youth, and the scan of a paper."""

import io
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image


def scan_file(name="signed.png", color="white"):
    """The scan of a signed form: a small picture of a page."""
    content = io.BytesIO()
    Image.new("RGB", (60, 90), color).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


class Recorder:
    """bob at the browser, with a consent for Maya that her mother signs on paper."""

    def __init__(self, client, maya, mother, north, south, form):
        self.client, self.maya, self.mother, self.form = client, maya, mother, form
        self.north, self.south = north, south

    def url(self, step):
        return reverse("consents:step", args=[self.maya.pk, step])

    def get(self, step):
        return self.client.get(self.url(step))

    def post(self, step, query="", **fields):
        return self.client.post(self.url(step) + query, fields)

    def signer(self, **fields):
        mother = f"guardian:{self.mother.pk}" if self.mother else ""
        return self.post("signer", **{"who": mother, "form": self.form.pk, "method": "paper", **fields})

    def _flow(self, **fields):
        given = {
            "discloser": self.north.pk,
            "recipient": self.south.pk,
            "categories": ["attendance", "discipline"],
            "purposes": ["care_coordination"],
        }
        return {**given, **fields}

    def sharing(self, query="", **fields):
        given = {"ways": ["send"], "expires_on": self.north.today() + timedelta(days=90)}
        return self.post("sharing", query, **{**self._flow(**given), **fields})

    def offer(self, query="", **fields):
        given = {"latest": self.north.today() + timedelta(days=90)}
        return self.post("offer", query, **{**self._flow(**given), **fields})

    def scan(self, **fields):
        initials = {f"initials_0_of_{category}": "AT" for category in ("attendance", "discipline")}
        given = {"file": scan_file(), "signed_on": self.north.today(), "seen": "on", **initials}
        return self.post("scan", **{**given, **fields})

    def to_check(self, **signer):
        assert self.signer(**signer).status_code == 302
        assert self.sharing().status_code == 302
        assert self.scan().status_code == 302

    def record(self):
        self.to_check()
        return self.client.post(self.url("check"), follow=True)
