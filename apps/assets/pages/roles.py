"""What the roles of assets are called, and the choice of one."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.assets.content.roles import DEFAULT_ROLE

BY_KIND = DEFAULT_ROLE
"""What nobody said: a picture is a photograph then, and everything else what it is."""

ROLES: Mapping[str, str | Promise] = {
    "product_shot": _("Product picture, shown as it is"),
    "packshot": _("Packshot"),
    "background": _("Background"),
    "brand_logo": _("Logo of the house"),
    "subject": _("Subject"),
    "first_frame": _("First frame of a film"),
    "closing_frame": _("Closing frame of a film"),
    "portrait": _("Portrait, with a release"),
    "voice_sample": _("Voice sample, 10 to 30 seconds"),
    "script": _("Script, plain text"),
    "document": _("Document"),
}


def role_choices() -> Sequence[tuple[str, str | Promise]]:
    """For a form that brings a file in."""
    return [(BY_KIND, _("Photograph, or what it is")), *ROLES.items()]
