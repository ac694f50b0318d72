"""``manage.py remove_second_factor NAME``: for somebody who lost app and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts import second_factor
from apps.accounts.models import User


class Command(BaseCommand):
    """Whoever may run commands on the server may help a lone Owner in."""

    help = "Remove a person's second factor; they sign in with the password alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what they sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(username=options["name"]).first()
        if person is None:
            raise CommandError(f"Nobody is called “{options['name']}”.")
        if person.second_factor_at is None:
            raise CommandError(f"“{person.username}” has no second factor.")
        second_factor.remove(person)
        self.stdout.write(f"“{person.username}” signs in with the password alone.")
