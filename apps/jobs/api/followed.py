"""The messages of the sockets, as polling clients get them."""

from typing import Any

from rest_framework import serializers


class EventSerializer(serializers.Serializer[Any]):
    """What happened."""

    type = serializers.CharField()
    created_at = serializers.DateTimeField()

    def get_fields(self) -> dict[str, Any]:
        # Declared here: ``data`` is already a property of every serializer.
        return {**super().get_fields(), "data": serializers.DictField()}


class EventMessageSerializer(serializers.Serializer[Any]):
    """One numbered event of a job."""

    type = serializers.CharField(help_text="Always event.")
    job = serializers.UUIDField()
    number = serializers.IntegerField()
    event = EventSerializer()


class EventsSerializer(serializers.Serializer[Any]):
    """``type`` is ``events``, or ``snapshot`` when the number was unknown: then ``job`` stands in
    the place of ``events``."""

    type = serializers.CharField()
    number = serializers.IntegerField(help_text="The newest number the client now knows.")
    events = EventMessageSerializer(many=True, required=False)
    job = serializers.DictField(required=False)


class SnapshotSerializer(serializers.Serializer[Any]):
    """The whole of a job at an event number."""

    type = serializers.CharField(help_text="Always snapshot.")
    number = serializers.IntegerField()
    job = serializers.DictField()


class BoardSerializer(serializers.Serializer[Any]):
    """The jobs a person follows, each with its ``number``."""

    type = serializers.CharField(help_text="Always snapshot.")
    jobs = serializers.ListField(child=serializers.DictField())
