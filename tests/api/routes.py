"""Every address of the studio, read from the URL configuration."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Route:
    """``name`` with its namespaces; ``methods`` what the view takes, as far as it says so."""

    name: str
    address: str
    methods: tuple[str, ...]


def routes() -> list[Route]:
    """Everything but Django's admin, which is read from its registry."""
    return list(_under(get_resolver(), "", ""))


def _under(resolver: URLResolver, namespace: str, address: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        here = address + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                inner = f"{pattern.namespace}:" if pattern.namespace else ""
                yield from _under(pattern, namespace + inner, here)
        elif isinstance(pattern, URLPattern):
            yield Route(f"{namespace}{pattern.name}", here, _methods(pattern.callback))


def _methods(view: Any) -> tuple[str, ...]:
    actions = getattr(view, "actions", None)
    if actions:
        return tuple(verb for verb in VERBS if verb.lower() in actions)
    inside = getattr(view, "cls", None)
    if inside is not None:
        return tuple(verb for verb in VERBS if hasattr(inside, verb.lower()))
    return ()
