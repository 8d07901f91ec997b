"""A service that speaks as S3 does, for tests of what is kept in buckets: Moto's, with a real port."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import boto3
from moto.server import ThreadedMotoServer


@dataclass(frozen=True)
class Bucket:
    """A bucket, how settings name a folder in it, and how a test looks into it."""

    name: str
    endpoint: str

    @property
    def address(self) -> str:
        """The folder `site` in the bucket."""
        return f"s3://KEY:SECRET@{self.name}/site?region=us-east-1&endpoint={self.endpoint}"

    @property
    def client(self) -> Any:
        """Another program's client."""
        return boto3.client(
            "s3", "us-east-1", endpoint_url=self.endpoint, aws_access_key_id="KEY", aws_secret_access_key="SECRET"
        )

    def read(self, place: str) -> dict[str, Any]:
        """An object in the folder, with what it was told of its headers, and `Body`, its bytes."""
        found = self.client.get_object(Bucket=self.name, Key=f"site/{place}")
        return found | {"Body": found["Body"].read()}

    def list(self) -> list[str]:
        """What is in the folder."""
        found = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        return [entry["Key"].removeprefix("site/") for entry in found]


@contextmanager
def running_buckets() -> Iterator[str]:
    """Serve until the block ends; yields the address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield "http://{}:{}".format(*server.get_host_and_port())
    finally:
        server.stop()


def make_bucket(endpoint: str) -> Bucket:
    """A new bucket with nothing in it."""
    bucket = Bucket(f"pages-{uuid4().hex}", endpoint)
    bucket.client.create_bucket(Bucket=bucket.name)
    return bucket
