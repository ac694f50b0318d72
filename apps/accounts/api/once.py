"""Makes a POST honour ``Idempotency-Key``."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from apps.accounts.kept_answers import Answer, answer_once
from apps.accounts.models import User
from skyy.api.idempotency import idempotency_key, takes_key

REPLAYED = "Idempotency-Replayed"
"""Header of an answer that was given before."""

F = TypeVar("F", bound=Callable[..., Response])


def once(method: F) -> F:
    """Decorate a view's method: with a key it is carried out once for its person.

    For what answers with JSON and asks for no secret. ``answer_once`` says what is promised.
    """

    @takes_key
    @wraps(method)
    def honouring(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = idempotency_key(request)
        if key is None or not isinstance(request.user, User):
            return method(view, request, *args, **kwargs)

        def act() -> Answer:
            answer = method(view, request, *args, **kwargs)
            return answer.status_code, answer.data

        found, replayed = answer_once(request.user, key, fingerprint(request), act)
        status, data = found
        headers = {REPLAYED: "true"} if replayed else None
        return Response(data, status=status, headers=headers)

    return cast("F", honouring)


def fingerprint(request: Request) -> str:
    """SHA-256 of what is asked, where, and of which team's house."""
    assert isinstance(request.user, User)
    said = [request.method, request.path.rstrip("/"), str(request.user.team_id), request.data]
    text = json.dumps(said, sort_keys=True, cls=JSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()
