"""Addresses of API resources."""

from rest_framework.routers import SimpleRouter


class OptionalSlashRouter(SimpleRouter):
    """With or without the slash: a POST that is redirected loses its body."""

    def __init__(self) -> None:
        super().__init__()
        self.trailing_slash = "/?"
