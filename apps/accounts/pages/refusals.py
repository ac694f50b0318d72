"""How a page tells what a service refused."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from skyy.api.errors import Problem


def put_in_form(form: forms.Form, problem: Problem) -> None:
    """Say a problem beside the fields it names, the rest above the form."""
    named = {name: said for name, said in problem.fields.items() if name in form.fields}
    for name, said in named.items():
        form.add_error(name, said)
    if not named:
        form.add_error(None, problem.message)


def tell(request: HttpRequest, problem: Problem) -> None:
    """Say a problem on the next page."""
    messages.error(request, problem.message)
