"""What every answer tells the browser it may do with it: load, run, frame, embed, and with which
of the machine's devices. What a view has set itself, such as for stored files, stands."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

PERMISSIONS = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
)
"""Features of browsers that no page of the studio asks for."""

MODEL_VIEWER_STYLE = "'sha256-PXtZZkJMMyc18o/DN1ZEFOJ2qEGq95IQbVaJFMOXOb0='"
"""The stylesheet inside <model-viewer> (package.json says which version): no other is let in.

Chromium's console names the new one when the package changes.
"""


def content_policy(storage: Sequence[str] = (), *, https: bool = False) -> str:
    """Return the ``Content-Security-Policy`` of pages: nothing inline, nothing from elsewhere.

    Args:
        storage: origins of the object storage, where files are fetched from and sent to by
            addresses signed for it.
        https: whether what a page names by plain http is to be asked for over TLS.
    """
    stored = " ".join(["", *storage])
    rules = [
        "default-src 'none'",
        # 3D models: the decoder of compressed geometry is WebAssembly in a worker, its textures
        # are pictures the page made itself (blob:).
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self' blob:",
        f"connect-src 'self' blob:{stored}",
        f"img-src 'self' blob: data:{stored}",
        f"media-src 'self' blob:{stored}",
        f"style-src 'self' {MODEL_VIEWER_STYLE}",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
    return "; ".join([*rules, "upgrade-insecure-requests"] if https else rules)


def constant_headers() -> Mapping[str, str]:
    """Return the headers of every answer, by name."""
    return {
        "Content-Security-Policy": content_policy(
            settings.STORAGE_ORIGINS, https=settings.SECURE_SSL_REDIRECT
        ),
        "Permissions-Policy": ", ".join(f"{name}=()" for name in PERMISSIONS),
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Permitted-Cross-Domain-Policies": "none",
    }


class ResponseHeadersMiddleware:
    """Adds ``constant_headers`` where an answer has none of that name."""

    sync_capable = True
    async_capable = True

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]
    ) -> None:
        self.get_response = get_response
        self._headers = constant_headers()
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        answer = self.get_response(request)
        return self._told(answer) if isinstance(answer, HttpResponseBase) else self._wait(answer)

    async def _wait(self, pending: Awaitable[HttpResponseBase]) -> HttpResponseBase:
        return self._told(await pending)

    def _told(self, response: HttpResponseBase) -> HttpResponseBase:
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        return response
