"""Photographs: an asset that shows one variant from one side."""

from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.assets import search
from apps.assets.ingest import ingest
from apps.assets.models import Asset, AssetKind
from skyy.api.errors import Code, Problem

from .models import Photograph, Variant, View
from .validation import misfit


def attach_photograph(variant: Variant, asset: Asset, view: str = View.FRONT) -> Photograph:
    """Say which variant an asset shows, and from which side; saying it again may change the side.

    Raises:
        Problem: ``CONFLICT`` when the asset shows another variant already (a photograph is never
            judged against two), ``REQUEST_INVALID`` for another team's asset, an asset that is no
            picture, or an unknown view.
    """
    _check(variant, asset, view)
    try:
        with transaction.atomic():
            photograph, made = Photograph.objects.get_or_create(
                asset=asset, defaults={"variant": variant, "view": view}
            )
    except IntegrityError as error:
        raise _taken() from error
    if photograph.variant_id != variant.pk:
        raise _taken()
    if made:
        search.refresh([asset.pk])
    elif photograph.view != view:
        return set_view(photograph, view)
    return photograph


def set_view(photograph: Photograph, view: str) -> Photograph:
    """Correct the side a photograph shows.

    Raises:
        Problem: ``REQUEST_INVALID`` for an unknown view.
    """
    _check_view(view)
    photograph.view = view
    photograph.save(update_fields=["view"])
    return photograph


def detach_photograph(photograph: Photograph) -> None:
    """Take a photograph off its variant. The asset stays in the library."""
    asset = photograph.asset_id
    photograph.delete()
    search.refresh([asset])


def add_photograph(
    variant: Variant,
    file: "BinaryIO | UploadedFile[Any]",
    *,
    filename: str,
    user: User,
    view: str = View.FRONT,
) -> Photograph:
    """Take a new file in and attach it, or leave nothing behind.

    Raises:
        Problem: what ``ingest`` refuses the file for, or ``REQUEST_INVALID`` for the view.
    """
    _check_view(view)
    asset = ingest(
        file,
        filename=filename,
        team=variant.team,
        user=user,
        collection=variant.product.collection,
        kinds=(AssetKind.IMAGE,),
        place=False,
    )
    return attach_photograph(variant, asset, view)


def _check(variant: Variant, asset: Asset, view: str) -> None:
    _check_view(view)
    if asset.team_id != variant.team_id:
        message = _("This asset belongs to another team.")
        raise misfit("asset", message)
    if asset.kind != AssetKind.IMAGE:
        message = _("Only a picture can be a photograph of a product.")
        raise misfit("asset", message)


def _check_view(view: str) -> None:
    if view not in View.values:
        message = _("There is no view “%(view)s”. Choose one of %(views)s.") % {
            "view": view,
            "views": ", ".join(View.values),
        }
        raise misfit("view", message)


def _taken() -> Problem:
    message = _("This photograph shows another variant already. Detach it there first.")
    return Problem(Code.CONFLICT, message, fields={"asset": [message]})
