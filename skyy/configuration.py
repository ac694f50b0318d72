"""Everything an operator may set, read from the environment (``SKYY_…``), checked at start."""

from pathlib import Path
from typing import Literal

from pydantic import Field
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
