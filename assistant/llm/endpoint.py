"""Where a chat model lives, and what follows from its address."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from assistant.errors import ModelUnavailable
from assistant.settings import is_loopback

OPENAI = "https://api.openai.com/v1"
AZURE_HOSTS = (".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com")
AZURE_API_VERSION = "2024-10-21"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible base URL (empty: OpenAI's own), its key (may be empty) and the model to ask for.

    Azure is reached by its OpenAI-compatible address (``https://NAME.openai.azure.com/openai/v1``) or by a resource's
    plain address, ``model`` being the deployment.
    """

    base_url: str
    key: str = field(repr=False)
    model: str

    @property
    def url(self) -> str:
        """The address to call, without what people paste along with it. ModelUnavailable where it is none."""
        url = (self.base_url.strip() or OPENAI).rstrip("/").removesuffix("/chat/completions")
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ModelUnavailable("llm.bad_address", address=self.base_url.strip())
        return url

    @property
    def host(self) -> str:
        """Host and port, fit to be shown."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    @property
    def local(self) -> bool:
        """Whether it is on this machine."""
        return is_loopback(self.url)

    @property
    def hosted(self) -> bool:
        """Whether OpenAI or Azure answers: they take a narrower JSON Schema and the newer name of the reply limit."""
        host = urlsplit(self.url).hostname or ""
        return host == "api.openai.com" or host.endswith(AZURE_HOSTS)

    @property
    def azure_version(self) -> str:
        """The API version to name when Azure is reached by a resource's plain address, else empty."""
        parts = urlsplit(self.url)
        if not (parts.hostname or "").endswith(AZURE_HOSTS) or "/v1" in parts.path:
            return ""
        return parse_qs(parts.query).get("api-version", [AZURE_API_VERSION])[0]

    @property
    def origin(self) -> str:
        """Scheme, host and port alone."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"
