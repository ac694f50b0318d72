"""The ASGI application: pages and API through Django, sockets through Channels."""

import gc
import os
from importlib import import_module
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skyy.settings.embedded")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

# Django must be set up before anything that touches models is imported.
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import CookieMiddleware, SessionMiddleware
from django.conf import settings
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from apps.assets.uploads.disk import largest_at
from apps.jobs.routing import websocket_urlpatterns
from skyy.body_limit import BodyLimit
from skyy.socket_outages import CloseWhenAway

# URLRouter's stubs ask for a private type that ``path`` does not return.
sockets: list[Any] = [*websocket_urlpatterns]

# Sockets find out themselves whose session it is, again and again.
signed_in = CookieMiddleware(SessionMiddleware(URLRouter(sockets)))

routed: Any = ProtocolTypeRouter(
    {
        "http": BodyLimit(
            cast("Any", django_application),
            settings.CONFIGURATION.max_upload_megabytes * 10**6,
            largest_at,
        ),
        "websocket": AllowedHostsOriginValidator(
            cast(
                "Any",
                CloseWhenAway(cast("Any", CookieMiddleware(SessionMiddleware(URLRouter(sockets))))),
            )
        ),
    }
)

proxies = settings.CONFIGURATION.trusted_proxy
# Without a proxy of ours, whoever sends X-Forwarded-For would choose their own address.
application = ProxyHeadersMiddleware(routed, proxies) if proxies else routed

# What is loaded by now stays as long as the process. Looking through it again in every full
# collection would stop each request under way for a quarter of a second.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
