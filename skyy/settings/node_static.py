"""Files of npm packages that are served, by the address they are served at under ``/static/``."""

NODE_STATIC: dict[str, str] = {
    "vendor/htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
}
