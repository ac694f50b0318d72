"""Assets and versions as the API shows them."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.assets.duplicates.queue import same_as
from apps.assets.lineage import children_of, parents_of
from apps.assets.listing import sku_of, versions_with_pictures
from apps.assets.models import Asset, Collection, Rendition, Version
from apps.assets.renditions import PictureSource, picture_sources


class PictureSerializer(serializers.Serializer[Any]):
    """One file that shows a version."""

    url = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    media_type = serializers.CharField()


class CollectionNameSerializer(serializers.ModelSerializer[Collection]):
    """A collection by its name."""

    class Meta:
        model = Collection
        fields = ["id", "slug", "name"]
        read_only_fields = fields


class AssetSerializer(serializers.ModelSerializer[Asset]):
    """An asset as lists show it. ``picture`` is smallest first."""

    collection = CollectionNameSerializer(read_only=True, allow_null=True)
    tags: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        "name", many=True, read_only=True
    )
    sku = serializers.SerializerMethodField()
    version = serializers.IntegerField(
        source="current_version.number", default=None, allow_null=True
    )
    version_id = serializers.UUIDField(source="current_version.id", default=None, allow_null=True)
    filename = serializers.CharField(
        source="current_version.filename", default=None, allow_null=True
    )
    width = serializers.IntegerField(source="current_version.width", default=None, allow_null=True)
    height = serializers.IntegerField(
        source="current_version.height", default=None, allow_null=True
    )
    size = serializers.IntegerField(
        source="current_version.blob.size", default=None, allow_null=True
    )
    media_type = serializers.CharField(
        source="current_version.blob.media_type", default=None, allow_null=True
    )
    picture = serializers.SerializerMethodField()
    created_by = serializers.CharField(source="created_by.username", default=None, allow_null=True)

    class Meta:
        model = Asset
        fields = [
            "id",
            "name",
            "kind",
            "role",
            "status",
            "description",
            "collection",
            "tags",
            "sku",
            "version",
            "version_id",
            "filename",
            "width",
            "height",
            "size",
            "media_type",
            "picture",
            "created_by",
            "created_at",
            "updated_at",
        ]
        read_only_fields = fields

    def get_sku(self, asset: Asset) -> str | None:
        return sku_of(asset)

    @extend_schema_field(PictureSerializer(many=True))
    def get_picture(self, asset: Asset) -> list[PictureSource]:
        return picture_sources(asset.current_version)


class RenditionSerializer(serializers.ModelSerializer[Rendition]):
    """A rendition of a version."""

    url = serializers.SerializerMethodField()
    media_type = serializers.CharField(source="blob.media_type")
    size = serializers.IntegerField(source="blob.size")

    class Meta:
        model = Rendition
        fields = ["id", "specification", "url", "width", "height", "media_type", "size"]
        read_only_fields = fields

    def get_url(self, rendition: Rendition) -> str:
        return reverse("assets:rendition", args=[rendition.pk])


class VersionSerializer(serializers.ModelSerializer[Version]):
    """A version with its renditions. ``facts`` are the file's, ``provenance`` how it was made."""

    url = serializers.SerializerMethodField()
    sha256 = serializers.CharField(source="blob.sha256")
    size = serializers.IntegerField(source="blob.size")
    media_type = serializers.CharField(source="blob.media_type")
    created_by = serializers.CharField(source="created_by.username", default=None, allow_null=True)
    facts = serializers.DictField()
    provenance = serializers.DictField()
    renditions = RenditionSerializer(many=True)

    class Meta:
        model = Version
        fields = [
            "id",
            "number",
            "source",
            "filename",
            "width",
            "height",
            "media_type",
            "size",
            "sha256",
            "url",
            "facts",
            "provenance",
            "renditions",
            "created_by",
            "created_at",
        ]
        read_only_fields = fields

    def get_url(self, version: Version) -> str:
        return reverse("assets:file", args=[version.pk])


class RelativeSerializer(serializers.ModelSerializer[Version]):
    """A version of another asset that this one was made from, or that was made from it."""

    asset_id = serializers.UUIDField()
    name = serializers.CharField(source="asset.name")
    role = serializers.CharField(source="asset.role")
    picture = serializers.SerializerMethodField()

    class Meta:
        model = Version
        fields = ["id", "number", "asset_id", "name", "role", "picture"]
        read_only_fields = fields

    @extend_schema_field(PictureSerializer(many=True))
    def get_picture(self, version: Version) -> list[PictureSource]:
        return picture_sources(version)


class SameSerializer(serializers.Serializer[Any]):
    """Another asset with the same bytes, and the pair to decide upon (``/duplicates/``)."""

    pair_id = serializers.UUIDField()
    asset_id = serializers.UUIDField()
    name = serializers.CharField()


class AssetDetailSerializer(AssetSerializer):
    """An asset with its versions (newest first) and its lineage both ways.

    ``same_as``: assets with the same bytes, while nobody has said whether to merge or keep both.
    """

    versions = serializers.SerializerMethodField()
    made_from = serializers.SerializerMethodField()
    used_for = serializers.SerializerMethodField()
    same_as = serializers.SerializerMethodField()

    class Meta(AssetSerializer.Meta):
        fields = [*AssetSerializer.Meta.fields, "versions", "made_from", "used_for", "same_as"]
        read_only_fields = fields

    @extend_schema_field(VersionSerializer(many=True))
    def get_versions(self, asset: Asset) -> Any:
        return VersionSerializer(versions_with_pictures(asset.versions.all()), many=True).data

    @extend_schema_field(RelativeSerializer(many=True))
    def get_made_from(self, asset: Asset) -> Any:
        return RelativeSerializer(parents_of(asset, self._user()), many=True).data

    @extend_schema_field(RelativeSerializer(many=True))
    def get_used_for(self, asset: Asset) -> Any:
        return RelativeSerializer(children_of(asset, self._user()), many=True).data

    @extend_schema_field(SameSerializer(many=True))
    def get_same_as(self, asset: Asset) -> Any:
        found = [
            {"pair_id": pair.pk, "asset_id": other.pk, "name": other.name}
            for pair, other in same_as(asset)
        ]
        return SameSerializer(found, many=True).data

    def _user(self) -> Any:
        return self.context["request"].user
