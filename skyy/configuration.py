"""Everything an operator may set, read from the environment (``SKYY_…``), checked at start."""

from decimal import Decimal
from ipaddress import IPv4Network, IPv6Network
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
        description="Folder of the embedded setting: database, originals, renditions, secret key. "
        "In production: scratch files and collected static files.",
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
    database_url: SecretStr = Field(
        default=SecretStr(""),
        description="Production: `postgresql://user:password@host:port/name`.",
    )
    database_pool: int = Field(
        default=32,
        ge=4,
        le=500,
        description="Production: connections to PostgreSQL a process keeps at most. They are "
        "opened as they are needed.",
    )
    redis_url: SecretStr = Field(
        default=SecretStr(""),
        description="Production: `redis://:password@host:port/0`, or `rediss://` for TLS. "
        "Doorbells, sockets and rate limits pass through it; nothing is kept in it.",
    )
    s3_endpoint: str = Field(
        default="",
        description="Production: address of the S3-compatible server. Empty: Amazon's.",
    )
    s3_bucket: str = Field(default="", description="Production: the private bucket for all files.")
    s3_key: SecretStr = Field(default=SecretStr(""), description="Production: the access key's id.")
    s3_secret: SecretStr = Field(default=SecretStr(""), description="Production: its secret.")
    s3_region: str = Field(default="us-east-1", description="Production: the bucket's region.")
    s3_prefix: str = Field(
        default="", description="Production: what every key in the bucket begins with."
    )
    provider_key: SecretStr = Field(
        default=SecretStr(""),
        description="Production: the key that stored provider keys are encrypted with. Not the "
        "secret key.",
    )
    https: bool = Field(
        default=True,
        description="Production: plain http is redirected, cookies go over TLS only, browsers are "
        "told to remember. May be false only where every allowed host is this machine.",
    )
    trusted_proxy: list[str] = Field(
        default=[],
        description="Production: addresses or networks of the proxies in front, as a JSON list. "
        "They alone are believed when they say who asks (`X-Forwarded-For`) and whether over TLS "
        "(`X-Forwarded-Proto`).",
    )
    cors_origins: list[str] = Field(
        default=[],
        description="Sites whose scripts may use the API with a token, as a JSON list of such as "
        "`https://shop.example`. Cookies are never accepted from them.",
    )
    hsts_seconds: int = Field(
        default=31_536_000, ge=0, description="Production: how long browsers insist on TLS."
    )
    registration: bool = Field(
        default=False,
        description="Whether anybody with an e-mail address may join, as a Viewer. Off: an Owner "
        "adds people in the administration.",
    )
    staff_second_factor: bool | None = Field(
        default=None,
        description="Whether Producers and Owners must have a second factor. Unset: they must in "
        "production, and need not on one machine.",
    )
    second_factor_key: SecretStr = Field(
        default=SecretStr(""),
        description="What second factors are encrypted with. Empty: the secret key. A new value "
        "ends them all: an Owner's too.",
    )
    smtp_host: str = Field(
        default="",
        description="Mail server for links to join and to choose a new password. Empty: on one "
        "machine e-mails are files in `mail/` of the data folder; in production none are sent.",
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Its port.")
    smtp_user: str = Field(default="", description="Name to sign in to it with. Empty: none.")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="Its password.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the way to it is encrypted."
    )
    mail_from: str = Field(
        default="Skyy <skyy@localhost>", description="Whom e-mails say they are from."
    )
    time_zone: str = Field(default="UTC", description="The house's time zone (IANA name).")
    workers: int = Field(
        default=0, ge=0, le=64, description="Child processes for the cpu queue. 0: one per core."
    )
    step_cache: bool = Field(
        default=True, description="Reuse the results of steps whose inputs were seen before."
    )
    cache_gigabytes: float = Field(
        default=20.0,
        ge=0,
        description="How much results kept for reuse may hold, in 10⁹ bytes; what was used least "
        "recently goes first.",
    )
    event_days: int = Field(
        default=90,
        ge=1,
        description="How long the events of ended jobs are kept. Jobs and results stay.",
    )
    lease_seconds: float = Field(
        default=20.0, gt=0, description="How long a claimed step may go without a sign of life."
    )
    sweep_seconds: float = Field(
        default=2.0,
        gt=0,
        description="How often the tables are swept for work no doorbell announced.",
    )
    max_upload_megabytes: int = Field(
        default=100, gt=0, description="Largest file accepted in one request body, in 10⁶ bytes."
    )
    max_original_megabytes: int = Field(
        default=1000,
        gt=0,
        le=5000,
        description="Largest original, in 10⁶ bytes: sent to an address signed for it.",
    )
    bin_days: int = Field(default=30, ge=1, description="How long deleted assets can be restored.")
    fetch_ports: list[int] = Field(
        default=[80, 443], description="Ports files may be fetched from, as a JSON list."
    )
    fetch_allow_http: bool = Field(
        default=False, description="Files may be fetched over plain http. For trials."
    )
    fetch_allowed_networks: list[IPv4Network | IPv6Network] = Field(
        default=[],
        description="Networks files may be fetched from although they are not public, as a JSON "
        "list of such as `10.1.0.0/16`.",
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
    public_address: str = Field(
        default="",
        pattern="^(https?://[^/\\s]+(/[^\\s]*)?)?$",
        description="Where people reach the studio, such as `https://studio.example`: what "
        "addresses in callbacks begin with. Empty: they are paths.",
    )
    callback_secret: SecretStr = Field(
        default=SecretStr(""),
        description="What the teams' callback secrets are derived from. Empty: the secret key. A "
        "new value changes them all.",
    )
    callback_ports: list[int] = Field(
        default=[80, 443, 8443], description="Ports callbacks may be sent to, as a JSON list."
    )
    callback_allow_http: bool = Field(
        default=False, description="Callbacks may go over plain http. For trials."
    )
    callback_allowed_networks: list[IPv4Network | IPv6Network] = Field(
        default=[],
        description="Networks callbacks may reach although they are not public, as a JSON list of "
        "such as `10.1.0.0/16`.",
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="Bearer token that `/metrics` asks for. Empty: only this machine may read it.",
    )
    log_format: Literal["line", "json"] = Field(
        default="line", description="One line of text for each message, or one JSON object."
    )
    atelier_url: str = Field(
        default="",
        pattern="^(https?://[^\\s]+)?$",
        description="Base address of an Atelier server, the demonstration provider of paid calls.",
    )
    atelier_key: SecretStr = Field(default=SecretStr(""), description="Key of the Atelier API.")
    atelier_webhook_secret: SecretStr = Field(
        default=SecretStr(""),
        description="What Atelier signs its webhooks with. Empty: none are asked for.",
    )
    atelier_price: Decimal = Field(
        default=Decimal("0.04"),
        ge=0,
        le=1000,
        decimal_places=9,
        allow_inf_nan=False,
        description="What an Atelier prediction is expected to cost, in `SKYY_CURRENCY`.",
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
