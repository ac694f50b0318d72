"""Categories of product and the views each one must be photographed from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skyy.identifiers import new_id


class Category(models.TextChoices):
    """What a product is; decides its shot list."""

    DRESS = "dress", _("Dress")
    SHIRT = "shirt", _("Shirt")
    T_SHIRT = "t-shirt", _("T-shirt")
    LONGSLEEVE = "longsleeve", _("Long sleeve")
    KNITWEAR = "knitwear", _("Knitwear")
    OUTWEAR = "outwear", _("Outerwear")
    PANTS = "pants", _("Trousers")
    SHORTS = "shorts", _("Shorts")
    SKIRT = "skirt", _("Skirt")
    SHOES = "shoes", _("Shoes")
    HAT = "hat", _("Hat")
    BAG = "bag", _("Bag")
    JEWELLERY = "jewellery", _("Jewellery")
    SCARF = "scarf", _("Scarf")
    OTHER = "other", _("Other")


class View(models.TextChoices):
    """Where the camera stands."""

    FRONT = "front", _("Front")
    BACK = "back", _("Back")
    SIDE = "side", _("Side")
    DETAIL = "detail", _("Detail")
    ON_MODEL = "on_model", _("On model")


class ShotRequirement(models.Model):
    """One line of a category's shot list."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    category = models.CharField(_("category"), max_length=16, choices=Category.choices)
    view = models.CharField(_("view"), max_length=12, choices=View.choices)
    required = models.BooleanField(_("required"), default=True)

    class Meta:
        verbose_name = _("shot requirement")
        verbose_name_plural = _("shot requirements")
        ordering = ["category", "view"]
        constraints = [
            models.UniqueConstraint(fields=["category", "view"], name="catalog_shot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {self.get_view_display()}"
