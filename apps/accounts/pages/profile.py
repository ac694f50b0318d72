"""One's own page: names and e-mail address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts import profiles
from apps.accounts.models import User
from apps.accounts.page_address import page_address
from skyy.api.errors import Problem

from .access import signed_in
from .forms import AddressForm, NamesForm, sent, told


@require_http_methods(["GET", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own name."""
    # A copy of one's own: a refused form must not change the name in the rail.
    person = User.objects.select_related("team").get(pk=signed_in(request).pk)
    names = {"first_name": person.first_name, "last_name": person.last_name}
    form, status = NamesForm(sent(request), initial=names), 200
    if request.method == "POST" and form.is_valid():
        try:
            profiles.rename(person, **form.cleaned_data)
        except Problem as problem:
            status = told(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:profile")
    elif form.errors:
        status = 422
    return _page(request, person, form, AddressForm(), status)


@sensitive_post_parameters("password")
@require_POST
@login_required
def address(request: HttpRequest) -> HttpResponse:
    """Ask for another e-mail address: a link goes there first."""
    person = User.objects.select_related("team").get(pk=signed_in(request).pk)
    form, status = AddressForm(request.POST), 422
    if form.is_valid():
        try:
            where = page_address(request, "accounts:new_address")
            profiles.ask_for_address(person, **form.cleaned_data, page=where)
        except Problem as problem:
            status = told(form, problem)
        else:
            words = _("An e-mail is on its way to %(email)s. Its link makes the change.")
            messages.success(request, words % {"email": form.cleaned_data["email"]})
            return redirect("accounts:profile")
    names = {"first_name": person.first_name, "last_name": person.last_name}
    return _page(request, person, NamesForm(initial=names), form, status)


def _page(
    request: HttpRequest, person: User, form: NamesForm, address_form: AddressForm, status: int
) -> HttpResponse:
    context = {"form": form, "address_form": address_form, "person": person, "section": "account"}
    return render(request, "accounts/profile.html", context, status=status)
