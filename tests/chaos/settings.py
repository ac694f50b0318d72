"""The production setting, with the scenario's pipeline and its client that dies when it is told."""

from skyy.settings.production import *  # noqa: F403
from skyy.settings.production import INSTALLED_APPS

INSTALLED_APPS += ["tests.chaos.apps.ChaosConfig"]
