"""Everything an operator may set, read from the environment (``SKYY_…``), checked at start."""

from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Configuration(BaseSettings):
    """The typed configuration; a value that does not fit refuses to start and is named."""

    model_config = SettingsConfigDict(env_prefix="SKYY_", extra="ignore", frozen=True)

    data: Path = Field(
        default=ROOT / "var",
        description="Folder of the embedded setting: database, originals, renditions, secret key.",
    )
    secret_key: str = Field(
        default="",
        description="Django's signing key. Empty: one is made and kept in the data folder.",
    )
    debug: bool = Field(
        default=False, description="Show tracebacks in the browser. Never in public."
    )
    allowed_hosts: list[str] = Field(
        default=["127.0.0.1", "localhost", "[::1]"],
        description="Host names the studio answers to, as a JSON list.",
    )
    time_zone: str = Field(default="UTC", description="The house's time zone (IANA name).")
    workers: int = Field(
        default=0, ge=0, le=64, description="Child processes for the cpu queue. 0: one per core."
    )
    step_cache: bool = Field(
        default=True, description="Reuse the results of steps whose inputs were seen before."
    )
    lease_seconds: float = Field(
        default=30.0, gt=0, description="How long a claimed step may go without a sign of life."
    )
    sweep_seconds: float = Field(
        default=2.0,
        gt=0,
        description="How often the tables are swept for work no doorbell announced.",
    )
    max_upload_megabytes: int = Field(
        default=100, gt=0, description="Largest file accepted in one request body, in 10⁶ bytes."
    )
    max_megapixels: int = Field(
        default=120, gt=0, description="Largest picture that is decoded, in 10⁶ pixels."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least severe message that is logged."
    )
    segmentation_model: str = Field(
        default="",
        description="Name of an installed rembg model used for background removal instead of the "
        "classical method, such as u2net. Needs the rembg package and the model's file.",
    )
    generations_per_minute: int = Field(
        default=5,
        ge=1,
        le=10_000,
        description="Requests for work a person may send in a minute; more are told to wait.",
    )
    local_rate: Decimal = Field(
        default=Decimal(0),
        ge=0,
        le=1000,
        allow_inf_nan=False,
        description="What a second of work on the house's own machines costs, for estimates.",
    )
    currency: str = Field(
        default="USD", pattern="^[A-Z]{3}$", description="Currency of `SKYY_LOCAL_RATE` (ISO 4217)."
    )
    tripo_key: SecretStr = Field(
        default=SecretStr(""),
        description="Key of the Tripo API. This version has no client for it yet.",
    )
    huggingface_token: SecretStr = Field(
        default=SecretStr(""),
        description="Token for Hugging Face Spaces. This version has no client for it yet.",
    )
    replicate_token: SecretStr = Field(
        default=SecretStr(""),
        description="Token of the Replicate API. This version has no client for it yet.",
    )
    triposr_weights: str = Field(
        default="",
        description="Folder with TripoSR's weights. This version has no client for it yet.",
    )
