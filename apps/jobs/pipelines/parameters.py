"""Checking a job's parameters against the model its pipeline declares."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from skyy.api.errors import Code, Problem


class Parameters(BaseModel):
    """Base of every pipeline's parameters: unknown names are refused, values are not coerced."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def clean(model: type[Parameters], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``given`` complete with defaults, as JSON.

    Raises:
        Problem: ``request.invalid`` with the messages by field.
    """
    try:
        return model.model_validate(dict(given)).model_dump(mode="json")
    except ValidationError as error:
        fields: dict[str, list[str]] = {}
        for found in error.errors():
            name = ".".join(str(part) for part in found["loc"]) or "params"
            fields.setdefault(name, []).append(found["msg"])
        raise Problem(
            Code.REQUEST_INVALID, "Some parameters do not fit this pipeline.", fields=fields
        ) from error
