"""Files sent to an address of our own: the signature in it is all that is asked."""

from typing import Any

from django.core.files.storage import FileSystemStorage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from apps.assets.models import Upload, UploadStatus
from apps.assets.uploads import disk
from apps.assets.uploads.addresses import originals
from skyy.api.envelope import meta
from skyy.api.errors import Code, Problem


@csrf_exempt
@require_http_methods(["PUT", "POST"])
def receive(request: HttpRequest, token: str) -> HttpResponseBase:
    """Keep the body of a PUT, or the field ``file`` of a form; as a bucket would, without words."""
    storage = originals()
    if not isinstance(storage, FileSystemStorage):
        raise Http404
    try:
        permit = disk.read(token)
        _check_length(request, permit)
        _check_waiting(permit)
        disk.receive(storage, permit, _body(request))
    except Problem as problem:
        body = {"data": None, "error": problem.as_error(), "meta": meta(request)}
        return JsonResponse(body, status=problem.status)
    return HttpResponse(status=204)


def _check_length(request: HttpRequest, permit: disk.Permit) -> None:
    declared = request.META.get("CONTENT_LENGTH") or ""
    if request.method == "PUT" and declared.isdigit() and int(declared) != permit.size:
        words = f"{permit.size} bytes were announced; this request has {int(declared)}."
        raise Problem(Code.UPLOAD_MISMATCH, words)


def _check_waiting(permit: disk.Permit) -> None:
    if not Upload.objects.filter(pk=permit.upload, status=UploadStatus.WAITING).exists():
        raise Problem(Code.UPLOAD_SETTLED, "This upload no longer waits for a file.")


def _body(request: HttpRequest) -> Any:
    if request.method == "PUT":
        return request
    file = request.FILES.get("file")
    if file is None:
        raise Problem(Code.UPLOAD_MISSING, "No file came along. Send it as the field “file”.")
    return file.file
