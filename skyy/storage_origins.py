"""The origins that addresses signed for the object storage begin with."""

from urllib.parse import urlsplit

from .configuration import Configuration


def storage_origins(configuration: Configuration) -> list[str]:
    """Return scheme, host and port that browsers meet the bucket under."""
    if configuration.s3_endpoint:
        parts = urlsplit(configuration.s3_endpoint)
        return [f"{parts.scheme}://{parts.netloc}"]
    # Amazon's names for a bucket: boto3 signs for the first, which may lead to the second.
    names = ("s3.amazonaws.com", f"s3.{configuration.s3_region}.amazonaws.com")
    return [f"https://{configuration.s3_bucket}.{name}" for name in names]
