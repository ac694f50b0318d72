"""Making and changing products and variants."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.pages.access import requires, signed_in
from apps.accounts.pages.refusals import put_in_form
from apps.accounts.permissions import Action
from apps.catalog.models import Product, Variant
from apps.catalog.products import (
    EDITABLE,
    NewVariant,
    add_variant,
    create_product,
    update_product,
    update_variant,
)
from skyy.api.errors import Problem

from .forms import ProductForm, VariantForm
from .product import visible_product


@require_http_methods(["GET", "POST"])
@requires(Action.EDIT_PRODUCTS)
def new_product(request: HttpRequest) -> HttpResponse:
    """A new style with its first variant."""
    user = signed_in(request)
    form = ProductForm(request.POST or None, user=user)
    first = VariantForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and first.is_valid():
        try:
            product = create_product(
                team=user.team, variants=(NewVariant(**first.cleaned_data),), **form.cleaned_data
            )
        except Problem as problem:
            put_in_form(first if "sku" in problem.fields else form, problem)
        else:
            messages.success(request, _("Created. Now its photographs."))
            return redirect("catalog:product", pk=product.pk)
    return _answer(request, {"form": form, "first": first})


@require_http_methods(["GET", "POST"])
@requires(Action.EDIT_PRODUCTS)
def edit_product(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a style."""
    product = visible_product(request, pk)
    initial = {name: getattr(product, name) for name in EDITABLE}
    form = ProductForm(request.POST or None, user=signed_in(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            update_product(product, **form.cleaned_data)
        except Problem as problem:
            put_in_form(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("catalog:product", pk=pk)
    return _answer(request, {"form": form, "product": product})


@require_http_methods(["GET", "POST"])
@requires(Action.EDIT_PRODUCTS)
def new_variant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another colourway or size."""
    product = visible_product(request, pk)
    form = VariantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_variant(product, **form.cleaned_data)
        except Problem as problem:
            put_in_form(form, problem)
        else:
            messages.success(request, _("Variant added."))
            return redirect("catalog:product", pk=pk)
    return _answer(request, {"form": form, "product": product}, "catalog/variant_form.html")


@require_http_methods(["GET", "POST"])
@requires(Action.EDIT_PRODUCTS)
def edit_variant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a variant."""
    found = Variant.objects.visible_to(signed_in(request)).select_related("product")
    variant = get_object_or_404(found, pk=pk)
    initial = {name: getattr(variant, name) for name in ("sku", "colour_name", "swatch", "size")}
    form = VariantForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            update_variant(variant, **form.cleaned_data)
        except Problem as problem:
            put_in_form(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("catalog:product", pk=variant.product_id)
    context: dict[str, Product | Variant | VariantForm] = {
        "form": form,
        "product": variant.product,
        "variant": variant,
    }
    return _answer(request, context, "catalog/variant_form.html")


def _answer(
    request: HttpRequest, context: dict[str, Any], template: str = "catalog/product_form.html"
) -> HttpResponse:
    refused = request.method == "POST"
    return render(request, template, context, status=422 if refused else 200)
