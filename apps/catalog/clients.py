"""Every write on clients and campaigns."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import Team

from .models import Campaign, CampaignStatus, Client
from .validation import assign, misfit, save

GUIDELINES = ("colors", "fonts", "tone", "restrictions", "examples")
"""The headings of brand guidelines; under each a list of texts."""


def create_client(
    *,
    team: Team,
    name: str,
    description: str = "",
    homepage: str = "",
    guidelines: Mapping[str, Any] | None = None,
) -> Client:
    """Create a client.

    Raises:
        Problem: ``CONFLICT`` when the team has a client of this name, ``REQUEST_INVALID``.
    """
    client = Client(team=team, name=name, description=description, homepage=homepage)
    client.guidelines = checked_guidelines(guidelines or {})
    save(client)
    return client


def update_client(client: Client, **changes: Any) -> Client:
    """Change name, description, homepage or guidelines (given whole).

    Raises:
        Problem: as ``create_client``.
    """
    fresh = Client.objects.get(pk=client.pk)
    if "guidelines" in changes:
        changes["guidelines"] = checked_guidelines(changes["guidelines"])
    assign(fresh, changes, frozenset({"name", "description", "homepage", "guidelines"}))
    save(fresh)
    return fresh


def create_campaign(
    *,
    client: Client,
    name: str,
    goal: str = "",
    status: str = CampaignStatus.DRAFT,
    product_url: str = "",
    brief: str = "",
) -> Campaign:
    """Create a campaign of a client.

    Raises:
        Problem: ``CONFLICT`` when the client has a campaign of this name, ``REQUEST_INVALID``.
    """
    campaign = Campaign(
        client=client, name=name, goal=goal, status=status, product_url=product_url, brief=brief
    )
    save(campaign)
    return campaign


def update_campaign(campaign: Campaign, **changes: Any) -> Campaign:
    """Change name, goal, status, product_url or brief; a campaign keeps its client.

    Raises:
        Problem: as ``create_campaign``.
    """
    fresh = Campaign.objects.select_related("client").get(pk=campaign.pk)
    assign(fresh, changes, frozenset({"name", "goal", "status", "product_url", "brief"}))
    save(fresh)
    return fresh


def checked_guidelines(given: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return guidelines with every heading of ``GUIDELINES`` that has something under it.

    Raises:
        Problem: ``REQUEST_INVALID`` for an unknown heading or anything but texts under one.
    """
    unknown = given.keys() - set(GUIDELINES)
    if unknown:
        names = ", ".join(sorted(map(str, unknown)))
        raise misfit("guidelines", _("Unknown headings: %(names)s.") % {"names": names})
    found: dict[str, list[str]] = {}
    for heading in GUIDELINES:
        lines = given.get(heading, [])
        if not isinstance(lines, list | tuple) or not all(isinstance(line, str) for line in lines):
            message = _("Under %(heading)s a list of texts is meant.") % {"heading": heading}
            raise misfit("guidelines", message)
        kept = _lines(lines)
        if kept:
            found[heading] = kept
    return found


def _lines(lines: Iterable[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]
