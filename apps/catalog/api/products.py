"""``/products/``: styles, with their variants and how far they are."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.api.resource import Resource
from apps.accounts.permissions import Action
from apps.catalog.models import Product
from apps.catalog.products import (
    NewVariant,
    archive_product,
    create_product,
    restore_product,
    update_product,
)
from apps.catalog.publishing.showcase import publish, unpublish
from apps.catalog.standing import standings

from .product_filters import ProductFilter
from .products_shown import ProductSerializer
from .products_written import NewProductSerializer, ProductChangesSerializer
from .publications import PublicationSerializer

TAGS = ["products"]


@extend_schema_view(
    list=extend_schema(operation_id="products_list", summary="Products", tags=TAGS),
    retrieve=extend_schema(operation_id="products_read", summary="A product", tags=TAGS),
)
class ProductViewSet(Resource[Product]):
    """The team's styles."""

    actions = {
        "list": Action.READ,
        "retrieve": Action.READ,
        "create": Action.EDIT_PRODUCTS,
        "partial_update": Action.EDIT_PRODUCTS,
        "archive": Action.EDIT_PRODUCTS,
        "restore": Action.EDIT_PRODUCTS,
        "publish": Action.PUBLISH,
        "unpublish": Action.PUBLISH,
    }
    queryset = Product.objects.none()
    serializer_class = ProductSerializer
    filterset_class = ProductFilter
    ordering_fields = ["name", "style_code", "price_nano", "created_at", "updated_at"]
    ordering = ["name", "id"]

    def get_queryset(self) -> QuerySet[Product]:
        return Product.objects.visible_to(self.user).prefetch_related("variants")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        assert page is not None
        shown = ProductSerializer(page, many=True, context={"standings": standings(page)})
        return self.get_paginated_response(shown.data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._shown(self.get_object())

    @extend_schema(
        operation_id="products_create",
        summary="Create a product, with variants if wanted",
        tags=TAGS,
        request=NewProductSerializer,
        responses={201: ProductSerializer},
    )
    @once
    def create(self, request: Request) -> Response:
        values = self.checked(NewProductSerializer, request)
        variants = tuple(NewVariant(**given) for given in values.pop("variants", []))
        product = create_product(team=self.user.team, variants=variants, **values)
        return self._shown(product, status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="products_change",
        summary="Change a product",
        tags=TAGS,
        request=ProductChangesSerializer,
        responses=ProductSerializer,
    )
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        product = self.get_object()
        return self._shown(
            update_product(product, **self.checked(ProductChangesSerializer, request))
        )

    @extend_schema(
        operation_id="products_archive",
        summary="Put a product away; not while it is live",
        tags=TAGS,
        request=None,
        responses=ProductSerializer,
    )
    @action(detail=True, methods=["post"])
    @once
    def archive(self, request: Request, **kwargs: Any) -> Response:
        return self._shown(archive_product(self.get_object()))

    @extend_schema(
        operation_id="products_restore",
        summary="Take an archived product up again",
        tags=TAGS,
        request=None,
        responses=ProductSerializer,
    )
    @action(detail=True, methods=["post"])
    @once
    def restore(self, request: Request, **kwargs: Any) -> Response:
        return self._shown(restore_product(self.get_object()))

    @extend_schema(
        operation_id="products_publish",
        summary="Show a product's approved pictures on the showcase",
        tags=TAGS,
        request=None,
        responses=PublicationSerializer,
    )
    @action(detail=True, methods=["post"])
    @once
    def publish(self, request: Request, **kwargs: Any) -> Response:
        publication = publish(self.get_object(), self.user)
        return Response(PublicationSerializer(publication).data)

    @extend_schema(
        operation_id="products_unpublish",
        summary="Take a product off the showcase",
        tags=TAGS,
        request=None,
        responses={200: PublicationSerializer, 204: None},
    )
    @action(detail=True, methods=["post"])
    @once
    def unpublish(self, request: Request, **kwargs: Any) -> Response:
        publication = unpublish(self.get_object(), self.user)
        if publication is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(PublicationSerializer(publication).data)

    def _shown(self, product: Product, code: int = status.HTTP_200_OK) -> Response:
        shown = ProductSerializer(product, context={"standings": standings([product])})
        return Response(shown.data, status=code)
