"""What a browser says of itself, in words people know."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

# Whoever claims to be several is the first of them.
BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
    "curl/": "curl",
    "python": "Python",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def words(user_agent: str) -> str:
    """Such as “Firefox on macOS”; a guess from a claim, for recognising one's own devices."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or Truncator(user_agent).chars(40) or _("Unknown")
