"""A bucket that cannot be reached fails as a disk does."""

import pytest
from django.core.files.base import ContentFile

object_storage = pytest.importorskip("skyy.object_storage")


@pytest.fixture
def unreachable():
    from botocore.config import Config

    return object_storage.ObjectStorage(
        bucket_name="photographs",
        endpoint_url="http://127.0.0.1:1",
        access_key="id",
        secret_key="secret",
        region_name="us-east-1",
        client_config=Config(retries={"max_attempts": 0}),
    )


@pytest.mark.parametrize(
    "act",
    [
        lambda storage: storage.open("a.jpg"),
        lambda storage: storage.save("a.jpg", ContentFile(b"x")),
        lambda storage: storage.delete("a.jpg"),
        lambda storage: storage.exists("a.jpg"),
        lambda storage: storage.listdir(""),
        lambda storage: storage.size("a.jpg"),
        lambda storage: storage.get_modified_time("a.jpg"),
    ],
)
def test_whatever_fails_is_an_error_of_files(act, unreachable):
    with pytest.raises(OSError, match=r"127\.0\.0\.1"):
        act(unreachable)
