"""Every error code Skyy answers with, in one place, and the exception that carries one.

A code is a promise to integrators: it may be added, never renamed. Services raise ``Problem``;
doors turn it into an answer (the API envelope, a form error, a terminal line).
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """Stable names; the HTTP status of each stands in ``STATUS``."""

    REQUEST_INVALID = "request.invalid"
    REQUEST_MALFORMED = "request.malformed"
    REQUEST_TOO_LARGE = "request.too_large"
    AUTH_REQUIRED = "auth.required"
    AUTH_INVALID = "auth.invalid"
    AUTH_CODE_REQUIRED = "auth.code_required"
    AUTH_SECOND_FACTOR_MISSING = "auth.second_factor_missing"
    PERMISSION_DENIED = "permission.denied"
    API_KEY_SCOPE = "api_key.scope"
    PASSWORD_WRONG = "password.wrong"
    LINK_INVALID = "link.invalid"
    MAIL_UNAVAILABLE = "mail.unavailable"
    REGISTRATION_CLOSED = "registration.closed"
    SECOND_FACTOR_WRONG = "second_factor.wrong"
    SECOND_FACTOR_ACTIVE = "second_factor.active"
    SECOND_FACTOR_NOT_ACTIVE = "second_factor.not_active"
    SECOND_FACTOR_REQUIRED = "second_factor.required"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method.not_allowed"
    NOT_ACCEPTABLE = "not_acceptable"
    MEDIA_TYPE_UNSUPPORTED = "media_type.unsupported"
    CONFLICT = "conflict"
    PRECONDITION_FAILED = "precondition.failed"
    IDEMPOTENCY_MISMATCH = "idempotency.mismatch"
    THROTTLED = "throttled"
    SERVER_ERROR = "server.error"
    SERVICE_UNAVAILABLE = "service.unavailable"

    UPLOAD_MISSING = "upload.missing"
    UPLOAD_EMPTY = "upload.empty"
    UPLOAD_TOO_LARGE = "upload.too_large"
    UPLOAD_BAD_NAME = "upload.bad_name"
    UPLOAD_UNSUPPORTED = "upload.unsupported"
    UPLOAD_WRONG_KIND = "upload.wrong_kind"
    UPLOAD_EXPIRED = "upload.expired"
    UPLOAD_NOT_ARRIVED = "upload.not_arrived"
    UPLOAD_MISMATCH = "upload.mismatch"
    UPLOAD_SETTLED = "upload.settled"
    UPLOAD_SIGNATURE = "upload.signature"
    STORAGE_FAILED = "storage.failed"
    DOWNLOAD_SIGNATURE = "download.signature"
    FETCH_REFUSED = "fetch.refused"
    FETCH_FAILED = "fetch.failed"
    FETCH_TOO_MANY = "fetch.too_many"

    PHOTO_UNREADABLE = "photo.unreadable"
    PHOTO_TRUNCATED = "photo.truncated"
    PHOTO_TOO_MANY_PIXELS = "photo.too_many_pixels"
    PHOTO_TOO_SMALL = "photo.too_small"
    PHOTO_ANIMATED = "photo.animated"
    PHOTO_NO_PRODUCT = "photo.no_product"
    PHOTO_SEVERAL_PRODUCTS = "photo.several_products"
    PHOTO_FILLS_FRAME = "photo.fills_frame"
    PHOTO_TOO_THIN = "photo.too_thin"

    MEDIA_UNREADABLE = "media.unreadable"
    MEDIA_TOO_LARGE = "media.too_large"
    MEDIA_TOO_LONG = "media.too_long"
    MEDIA_TOO_SHORT = "media.too_short"
    DOCUMENT_UNREADABLE = "document.unreadable"
    DOCUMENT_ACTIVE = "document.active"

    MODEL_UNREADABLE = "model.unreadable"
    MODEL_EMPTY = "model.empty"
    MODEL_NOT_FINITE = "model.not_finite"
    MODEL_TOO_LARGE = "model.too_large"
    MODEL_REMOTE = "model.remote"
    MODEL_WRONG_LENGTH = "model.wrong_length"
    MODEL_WRONG_UNITS = "model.wrong_units"
    MODEL_UNSUPPORTED = "model.unsupported"
    FIDELITY_NOT_SCORED = "fidelity.not_scored"

    FOLDER_MISSING = "folder.missing"
    FOLDER_UNREADABLE = "folder.unreadable"
    FOLDER_EMPTY = "folder.empty"
    FILE_UNREADABLE = "file.unreadable"
    MANIFEST_INVALID = "manifest.invalid"
    MANIFEST_FILE_MISSING = "manifest.file_missing"
    COLLECTION_UNKNOWN = "collection.unknown"

    RIGHTS_NOT_STARTED = "rights.not_started"
    RIGHTS_ENDED = "rights.ended"
    RIGHTS_TERRITORY = "rights.territory"
    RIGHTS_CHANNEL = "rights.channel"
    RELEASE_MISSING = "release.missing"
    RELEASE_EXPIRED = "release.expired"
    RELEASE_SCOPE = "release.scope"

    DUPLICATE_DECIDED = "duplicate.decided"
    DUPLICATE_UNLIKE = "duplicate.unlike"
    DUPLICATE_NOT_UNDOABLE = "duplicate.not_undoable"

    VERSION_UNDELETABLE = "version.undeletable"
    SKU_TAKEN = "sku.taken"

    PIPELINE_UNKNOWN = "pipeline.unknown"
    PROVIDER_UNKNOWN = "provider.unknown"
    PROVIDER_UNAVAILABLE = "provider.unavailable"
    JOB_NOT_CANCELLABLE = "job.not_cancellable"
    JOB_NOT_RETRYABLE = "job.not_retryable"
    JOB_NOT_PAUSABLE = "job.not_pausable"
    COMPENSATION_FAILED = "compensation.failed"
    COMPENSATION_NOT_FAILED = "compensation.not_failed"
    CALLBACK_REFUSED = "callback.refused"
    CALLBACK_PENDING = "callback.pending"
    STEP_DIED = "step.died"
    STEP_TIMED_OUT = "step.timed_out"
    STEP_FAILED = "step.failed"

    BUDGET_EXHAUSTED = "budget.exhausted"
    CALL_REFUSED = "call.refused"
    CALL_MODERATED = "call.moderated"
    CALL_UNAUTHORISED = "call.unauthorised"
    CALL_NO_CREDIT = "call.no_credit"
    CALL_MODEL_GONE = "call.model_gone"
    CALL_RATE_LIMITED = "call.rate_limited"
    CALL_FAILED = "call.failed"
    CALL_UNCERTAIN = "call.uncertain"
    CALL_WRITTEN_OFF = "call.written_off"
    CALL_NOT_UNCERTAIN = "call.not_uncertain"
    CALL_NOT_WANTED = "call.not_wanted"
    WEBHOOK_UNSIGNED = "webhook.unsigned"
    WEBHOOK_EXPIRED = "webhook.expired"
    WEBHOOK_REPLAYED = "webhook.replayed"

    REVIEW_CLAIMED = "review.claimed"
    REVIEW_NOT_CLAIMED = "review.not_claimed"
    REVIEW_DECIDED = "review.decided"
    REVIEW_NOTHING_TO_UNDO = "review.nothing_to_undo"
    PUBLICATION_NOTHING_APPROVED = "publication.nothing_approved"
    PUBLICATION_UNDER_EMBARGO = "publication.under_embargo"


STATUS: Mapping[Code, int] = {
    Code.AUTH_REQUIRED: 401,
    Code.AUTH_INVALID: 401,
    Code.WEBHOOK_UNSIGNED: 401,
    Code.WEBHOOK_EXPIRED: 401,
    Code.AUTH_CODE_REQUIRED: 401,
    Code.BUDGET_EXHAUSTED: 402,
    Code.PERMISSION_DENIED: 403,
    Code.UPLOAD_SIGNATURE: 403,
    Code.DOWNLOAD_SIGNATURE: 403,
    Code.API_KEY_SCOPE: 403,
    Code.AUTH_SECOND_FACTOR_MISSING: 403,
    Code.REGISTRATION_CLOSED: 403,
    Code.NOT_FOUND: 404,
    Code.METHOD_NOT_ALLOWED: 405,
    Code.NOT_ACCEPTABLE: 406,
    Code.CONFLICT: 409,
    Code.UPLOAD_NOT_ARRIVED: 409,
    Code.UPLOAD_SETTLED: 409,
    Code.SECOND_FACTOR_ACTIVE: 409,
    Code.SECOND_FACTOR_NOT_ACTIVE: 409,
    Code.SECOND_FACTOR_REQUIRED: 409,
    Code.IDEMPOTENCY_MISMATCH: 409,
    Code.SKU_TAKEN: 409,
    Code.RIGHTS_NOT_STARTED: 409,
    Code.RIGHTS_ENDED: 409,
    Code.RIGHTS_TERRITORY: 409,
    Code.RIGHTS_CHANNEL: 409,
    Code.RELEASE_MISSING: 409,
    Code.RELEASE_EXPIRED: 409,
    Code.RELEASE_SCOPE: 409,
    Code.DUPLICATE_DECIDED: 409,
    Code.DUPLICATE_UNLIKE: 409,
    Code.DUPLICATE_NOT_UNDOABLE: 409,
    Code.VERSION_UNDELETABLE: 409,
    Code.JOB_NOT_CANCELLABLE: 409,
    Code.JOB_NOT_RETRYABLE: 409,
    Code.JOB_NOT_PAUSABLE: 409,
    Code.COMPENSATION_NOT_FAILED: 409,
    Code.CALL_NOT_UNCERTAIN: 409,
    Code.CALL_NOT_WANTED: 409,
    Code.WEBHOOK_REPLAYED: 409,
    Code.CALLBACK_PENDING: 409,
    Code.REVIEW_CLAIMED: 409,
    Code.REVIEW_NOT_CLAIMED: 409,
    Code.REVIEW_DECIDED: 409,
    Code.REVIEW_NOTHING_TO_UNDO: 409,
    Code.PUBLICATION_NOTHING_APPROVED: 409,
    Code.PUBLICATION_UNDER_EMBARGO: 409,
    Code.UPLOAD_EXPIRED: 410,
    Code.PRECONDITION_FAILED: 412,
    Code.REQUEST_TOO_LARGE: 413,
    Code.UPLOAD_TOO_LARGE: 413,
    Code.MEDIA_TYPE_UNSUPPORTED: 415,
    Code.UPLOAD_UNSUPPORTED: 415,
    Code.UPLOAD_WRONG_KIND: 422,
    Code.UPLOAD_MISMATCH: 422,
    Code.MEDIA_UNREADABLE: 422,
    Code.MEDIA_TOO_LARGE: 422,
    Code.MEDIA_TOO_LONG: 422,
    Code.MEDIA_TOO_SHORT: 422,
    Code.DOCUMENT_UNREADABLE: 422,
    Code.DOCUMENT_ACTIVE: 422,
    Code.PHOTO_UNREADABLE: 422,
    Code.PHOTO_TRUNCATED: 422,
    Code.PHOTO_TOO_MANY_PIXELS: 422,
    Code.PHOTO_TOO_SMALL: 422,
    Code.PHOTO_ANIMATED: 422,
    Code.PHOTO_NO_PRODUCT: 422,
    Code.PHOTO_SEVERAL_PRODUCTS: 422,
    Code.PHOTO_FILLS_FRAME: 422,
    Code.PHOTO_TOO_THIN: 422,
    Code.MODEL_UNREADABLE: 422,
    Code.MODEL_EMPTY: 422,
    Code.MODEL_NOT_FINITE: 422,
    Code.MODEL_TOO_LARGE: 422,
    Code.MODEL_REMOTE: 422,
    Code.MODEL_WRONG_LENGTH: 422,
    Code.MODEL_WRONG_UNITS: 422,
    Code.MODEL_UNSUPPORTED: 422,
    Code.FIDELITY_NOT_SCORED: 404,
    Code.PROVIDER_UNKNOWN: 404,
    Code.CALL_REFUSED: 422,
    Code.CALL_MODERATED: 422,
    Code.FETCH_REFUSED: 422,
    Code.THROTTLED: 429,
    Code.FETCH_TOO_MANY: 429,
    Code.SERVER_ERROR: 500,
    Code.COMPENSATION_FAILED: 500,
    Code.STEP_DIED: 500,
    Code.STEP_TIMED_OUT: 500,
    Code.STEP_FAILED: 500,
    Code.CALL_MODEL_GONE: 502,
    Code.CALL_FAILED: 502,
    Code.FETCH_FAILED: 502,
    Code.MAIL_UNAVAILABLE: 503,
    Code.SERVICE_UNAVAILABLE: 503,
    Code.STORAGE_FAILED: 503,
    Code.CALL_UNAUTHORISED: 503,
    Code.CALL_NO_CREDIT: 503,
    Code.CALL_RATE_LIMITED: 503,
    Code.PROVIDER_UNAVAILABLE: 503,
}
"""HTTP status by code; a code that is not listed is a 400."""

RETRY_AFTER: Mapping[Code, int] = {Code.SERVICE_UNAVAILABLE: 5, Code.STORAGE_FAILED: 10}
"""Seconds after which it is worth asking again, of what passes by itself."""


class Problem(Exception):
    """Something a person can understand went wrong.

    Args:
        code: one of ``Code``.
        message: one or two sentences: what happened, what is safe, what to do next.
        fields: messages by input field, for forms.
        retry_after: seconds to wait before it can go well.
    """

    def __init__(
        self,
        code: Code,
        message: str,
        *,
        fields: Mapping[str, Sequence[str]] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.code = code
        self.message = message
        self.fields = {name: list(messages) for name, messages in (fields or {}).items()}

    @property
    def status(self) -> int:
        """The HTTP status this problem is answered with."""
        return STATUS.get(self.code, 400)

    @property
    def headers(self) -> dict[str, str]:
        """Headers this problem is answered with."""
        wait = RETRY_AFTER.get(self.code) if self.retry_after is None else self.retry_after
        return {} if wait is None else {"Retry-After": str(wait)}

    def as_error(self) -> dict[str, Any]:
        """The ``error`` part of the envelope."""
        return {"code": self.code.value, "message": self.message, "fields": self.fields}

    def __reduce__(self) -> tuple[Any, ...]:
        # Problems cross process boundaries: handlers run in child processes.
        return (_rebuild, (self.code.value, self.message, self.fields))


def _rebuild(code: str, message: str, fields: dict[str, list[str]]) -> Problem:
    return Problem(Code(code), message, fields=fields)
