import pytest
from rest_framework.test import APIClient


@pytest.fixture
def api():
    """An API client for a user; answers come unwrapped as (status, data or error)."""

    class Api:
        def __init__(self):
            self.client = APIClient()

        def as_(self, user):
            self.client.force_authenticate(user)
            return self

        def __call__(self, method, path, body=None):
            answer = getattr(self.client, method)(f"/api/v1{path}", body, format="json")
            content = answer.json() if answer.content else {"data": None, "error": None}
            return answer.status_code, content["error"] or content["data"]

        def page(self, path):
            answer = self.client.get(f"/api/v1{path}")
            assert answer.status_code == 200, answer.content
            return answer.json()["data"], answer.json()["meta"]

    return Api()
