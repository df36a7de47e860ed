"""What Footbridge reads from the environment: every setting typed, named and explained in one place.

A missing or wrong one stops the start with a sentence that says what to set.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterable
from contextlib import suppress
from difflib import get_close_matches
from email.utils import parseaddr
from functools import lru_cache
from pathlib import Path
from typing import Self
from urllib.parse import urlparse

from psycopg.conninfo import conninfo_to_dict
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def store_patience() -> object:
    """How long a page waits for the object store before it says that the store is away."""
    from botocore.config import Config  # a fifth of a second to import, and only where a store is named

    return Config(connect_timeout=4, read_timeout=20, retries={"mode": "standard", "max_attempts": 2})


class Environment(BaseSettings):
    """The settings, each from the variable FOOTBRIDGE_<NAME>, except DATABASE_URL which goes by its usual name."""

    model_config = SettingsConfigDict(env_prefix="FOOTBRIDGE_", extra="ignore")

    data: Path = Field(Path(".footbridge"), description="Folder for the embedded database, keys and uploads")
    database_url: str = Field("", validation_alias="DATABASE_URL", description="PostgreSQL server, 15 or later")
    database_pool: int = Field(0, ge=0, le=100, description="Connections kept per process; 0 opens one per use")
    production: bool = Field(False, description="Serve the real network: strict cookies, HTTPS, no demonstration")
    demonstration: bool = Field(False, description="Invented network with one-click sign-in")
    secret_key: SecretStr = Field(SecretStr(""), description="Signs cookies; made in the data folder when not set")
    audit_key: SecretStr = Field(
        SecretStr(""), description="Seals the audit chain; made in the data folder when not set"
    )
    address: str = Field("http://localhost:8000", description="Where people reach Footbridge, used in e-mail links")
    hosts: str = Field("", description="Names the server answers to, separated by commas")
    mail_server: str = Field(
        "", description="SMTP server as smtp://user:password@host:587 or smtps://…; empty writes letters on the screen"
    )
    mail_from: str = Field("Footbridge <footbridge@localhost>", description="Sender of every e-mail")
    oidc_microsoft: str = Field("", description="Microsoft sign-in as client-id:secret[:tenant]")
    oidc_google: str = Field("", description="Google sign-in as client-id:secret")
    oidc_dfe: str = Field("", description="DfE Sign-in as client-id:secret:server-address")
    vault_keys: str = Field(
        "", description="Folder, or address of a key service, of the keys that seal what is about children"
    )
    vault_token: SecretStr = Field(
        SecretStr(""), description="Token for the key service, where vault_keys is an address"
    )
    vault_ledger: str = Field("", description="Folder of the deletion ledger, replayed after a restore")
    objects: str = Field("", description="Store of sealed pictures as s3://bucket; empty keeps them in the data folder")
    s3_endpoint: str = Field("", description="Address of the S3-compatible service, when it is not Amazon's")
    s3_region: str = Field("", description="Region of the S3 service")
    s3_key: SecretStr = Field(SecretStr(""), description="Access to the S3 service as key-id:secret")
    virus_scanner: str = Field(
        "", description="ClamAV's clamd as unix:/run/clamd.sock or tcp://host:3310; empty checks none"
    )
    trusted_proxies: int = Field(0, ge=0, le=5, description="Proxies in front that set X-Forwarded-For")

    @field_validator("database_url")
    @classmethod
    def _is_postgresql(cls, value: str) -> str:
        if value and not value.startswith(("postgres://", "postgresql://")):
            raise ValueError(
                "Set DATABASE_URL to postgresql://user:password@host:5432/name. Footbridge uses PostgreSQL only."
            )
        return value

    @field_validator("address")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError(
                "Set FOOTBRIDGE_ADDRESS to the full address people type, such as https://footbridge.example.org."
            )
        return value.rstrip("/")

    @field_validator("mail_server")
    @classmethod
    def _is_mail_server(cls, value: str) -> str:
        if value and not (urlparse(value).scheme in ("smtp", "smtps") and urlparse(value).hostname):
            raise ValueError(
                "Set it to smtp://user:password@host:587, or smtps://… where the server speaks TLS at once."
            )
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_sender(cls, value: str) -> str:
        _name, address = parseaddr(value)
        if not all(address.partition("@")) or "\n" in value:
            raise ValueError(
                "Set it to the sender of every letter, such as Footbridge <linking@footbridge.example.org>."
            )
        return value

    @field_validator("oidc_dfe")
    @classmethod
    def _names_its_server(cls, value: str) -> str:
        if value and not value.partition(":")[2].partition(":")[2].startswith("https://"):
            raise ValueError("Set it to client-id:secret:https://server, as DfE Sign-in gave them to you.")
        return value

    @field_validator("objects")
    @classmethod
    def _is_store(cls, value: str) -> str:
        if value and not (value.startswith("s3://") and value.removeprefix("s3://").strip("/")):
            raise ValueError(
                "Set FOOTBRIDGE_OBJECTS to s3://name-of-the-bucket, or leave it empty to keep them on disk."
            )
        return value

    @field_validator("vault_keys")
    @classmethod
    def _is_keeper(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            return value
        parts = urlparse(value)
        if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError("Keys must not cross a network in clear. Set FOOTBRIDGE_VAULT_KEYS to https://…")
        if len([one for one in parts.path.split("/") if one]) < 2:
            raise ValueError(
                "Set FOOTBRIDGE_VAULT_KEYS to https://host:8200/v1/mount/folder, as the key service has it."
            )
        return value

    @field_validator("virus_scanner")
    @classmethod
    def _is_scanner(cls, value: str) -> str:
        parts = urlparse(value)
        if value and not (
            (parts.scheme == "tcp" and parts.hostname) or (parts.scheme == "unix" and parts.path.startswith("/"))
        ):
            raise ValueError(
                "Set FOOTBRIDGE_VIRUS_SCANNER to unix:/path/of/clamd.sock or tcp://host:3310, or leave it empty."
            )
        return value

    @field_validator("oidc_microsoft", "oidc_google", "oidc_dfe")
    @classmethod
    def _has_client_and_secret(cls, value: str) -> str:
        if value and value.count(":") < 1:
            raise ValueError("Set it to client-id:secret, as the sign-in provider gave them to you.")
        return value

    @model_validator(mode="after")
    def _production_is_complete(self) -> Self:
        if not self.production:
            return self
        if self.demonstration:
            raise ValueError(
                "FOOTBRIDGE_PRODUCTION and FOOTBRIDGE_DEMONSTRATION are both set. A demonstration lets anybody sign in "
                "with one click, so it never runs with production settings. Unset one of them."
            )
        missing = [
            name
            for name, given in (
                ("FOOTBRIDGE_SECRET_KEY", self.secret_key.get_secret_value()),
                ("FOOTBRIDGE_AUDIT_KEY", self.audit_key.get_secret_value()),
                ("FOOTBRIDGE_HOSTS", self.hosts),
                ("FOOTBRIDGE_MAIL_SERVER", self.mail_server),
                ("FOOTBRIDGE_MAIL_FROM", not self.mail_from.endswith("@localhost>")),
            )
            if not given
        ]
        if missing:
            raise ValueError("With FOOTBRIDGE_PRODUCTION set, also set " + ", ".join(missing) + ".")
        if not self.address.startswith("https://"):
            raise ValueError("With FOOTBRIDGE_PRODUCTION set, FOOTBRIDGE_ADDRESS must start with https://.")
        for name in ("secret_key", "audit_key"):
            key = getattr(self, name).get_secret_value()
            if len(key) < 50 or len(set(key)) < 5:
                raise ValueError(f"Set FOOTBRIDGE_{name.upper()} to at least 50 random characters.")
        if self.secret_key.get_secret_value() == self.audit_key.get_secret_value():
            raise ValueError("Set FOOTBRIDGE_SECRET_KEY and FOOTBRIDGE_AUDIT_KEY to two different texts.")
        return self

    def keys_of_vault(self) -> Path | str:
        """Where keys are kept: a folder, or the address of a key service."""
        if self.vault_keys.startswith(("https://", "http://")):
            return self.vault_keys.rstrip("/")
        return Path(self.vault_keys).expanduser() if self.vault_keys else self.data.expanduser() / "keys" / "vault"

    def sealed_store(self) -> dict[str, object]:
        """Where sealed objects live, as Django wants it: a bucket, or a folder that only the server may read."""
        if not self.objects:
            options: dict[str, object] = {
                "location": self.data.expanduser() / "sealed",
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            }
            return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
        access, _, secret = self.s3_key.get_secret_value().partition(":")
        bucket = {
            "bucket_name": self.objects.removeprefix("s3://").strip("/"),
            "access_key": access or None,
            "secret_key": secret or None,
            "endpoint_url": self.s3_endpoint or None,
            "region_name": self.s3_region or None,
            "default_acl": None,
            "file_overwrite": True,
            "querystring_auth": True,
            "client_config": store_patience(),
        }
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": bucket}

    def database(self) -> dict[str, object]:
        """The database as Django wants it."""
        if not self.database_url:
            raise ValueError("No database is named. Start with ./run, or set DATABASE_URL to a PostgreSQL server.")
        parts = conninfo_to_dict(self.database_url)
        options: dict[str, object] = {
            key: value for key, value in parts.items() if key not in ("user", "password", "host", "port", "dbname")
        }
        if self.database_pool:
            options["pool"] = {"min_size": 1, "max_size": self.database_pool, "timeout": 10}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.get("dbname", ""),
            "USER": parts.get("user", ""),
            "PASSWORD": parts.get("password", ""),
            "HOST": parts.get("host", ""),
            "PORT": str(parts.get("port", "")),
            "CONN_MAX_AGE": 0 if self.database_pool else 60,
            "CONN_HEALTH_CHECKS": not self.database_pool,
            "OPTIONS": options,
        }

    def key(self, name: str) -> str:
        """The secret `name` ("secret_key" or "audit_key"): as set, or made once and kept in the data folder."""
        given: SecretStr = getattr(self, name)
        if given.get_secret_value():
            return given.get_secret_value()
        path = self.data.expanduser() / "keys" / name
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = path.with_suffix(f".{secrets.token_hex(4)}")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(64))
            with suppress(FileExistsError):  # of two first starts at once, one wins and both read the same key
                path.hardlink_to(fresh)
            fresh.unlink()
        return path.read_text()


# Variables of the start, the tests and the pictures, which are no settings of the server.
_OTHERS = {
    "FOOTBRIDGE_VENV",
    "FOOTBRIDGE_CHROMIUM",
    "FOOTBRIDGE_PICTURES",
    "FOOTBRIDGE_WALKTHROUGH",
    "FOOTBRIDGE_TEST_PART",
}
_PLAIN = {  # what is wrong, in words, where a value is no number and no yes or no
    "bool_parsing": "Set it to 1 or 0.",
    "int_parsing": "Set it to a whole number.",
    "greater_than_equal": "Set it to a whole number from 0 on.",
    "less_than_equal": "This number is too large.",
}


def misspelled(given: Iterable[str]) -> list[str]:
    """Variables that begin like ours and are none: most likely a setting that was meant and has no effect."""
    known = {f"FOOTBRIDGE_{name.upper()}" for name in Environment.model_fields} | _OTHERS
    lines = []
    for name in sorted(name for name in given if name.startswith("FOOTBRIDGE_") and name not in known):
        like = get_close_matches(name, known, 1)
        lines.append(f"  {name}: There is no such setting." + (f" Is it {like[0]}?" if like else " Unset it."))
    return lines


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The settings of this process; exits with one sentence per wrong setting."""
    try:
        made = Environment()  # type: ignore[call-arg]
    except ValidationError as trouble:
        lines = []
        for error in trouble.errors():
            name = str(error["loc"][0]) if error["loc"] else ""
            variable = name if name.isupper() else f"FOOTBRIDGE_{name.upper()}"
            words = _PLAIN.get(error["type"], error["msg"].removeprefix("Value error, "))
            lines.append(f"  {variable}: {words}" if name else f"  {words}")
        sys.exit("Footbridge cannot start with these settings:\n" + "\n".join(lines))
    if made.production and (wrong := misspelled(os.environ)):
        sys.exit("Footbridge cannot start with these settings:\n" + "\n".join(wrong))
    return made
