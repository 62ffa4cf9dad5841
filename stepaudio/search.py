"""Web search: the public engines through the ddgs library, or a search service of one's own (SearXNG's JSON)."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import anyio
from ddgs import DDGS

from pipeline.builtin import WEB_SEARCH, ToolError
from pipeline.wish import ToolSchema

MOST_BYTES = 2_000_000  # of a page of results
LONGEST_SNIPPET = 300  # characters of a result


@dataclass(frozen=True, slots=True)
class Search:
    """The tool. `base_url` is the service's, empty for the public engines."""

    base_url: str
    results: int
    timeout_s: float
    schema: ToolSchema = WEB_SEARCH

    async def call(self, arguments: Mapping[str, Any]) -> str:
        """The first results, a line each. Raises ToolError."""
        query = str(arguments["query"]).strip()
        if not query:
            raise ToolError("there is nothing to search for")
        look = self._ask_service if self.base_url else self._ask_engines
        found = await anyio.to_thread.run_sync(look, query, abandon_on_cancel=True)
        lines = [f"{title}: {text[:LONGEST_SNIPPET]}" for title, text in found[: self.results]]
        return "\n".join(lines) or f"nothing was found for {query!r}"

    def _ask_engines(self, query: str) -> list[tuple[str, str]]:
        try:
            found = DDGS(timeout=max(1, round(self.timeout_s))).text(query, max_results=self.results)
        except Exception as error:  # the library's errors, its engines', and the network's share no base
            raise ToolError(f"the web search failed: {error}") from error
        return _texts(found, "title", "body")

    def _ask_service(self, query: str) -> list[tuple[str, str]]:
        question = urllib.parse.urlencode({"q": query, "format": "json"})
        url = f"{self.base_url.rstrip('/')}/search?{question}"
        try:
            with urllib.request.urlopen(url, timeout=self.timeout_s) as answer:
                page = answer.read(MOST_BYTES + 1)
            if len(page) > MOST_BYTES:
                raise ToolError(f"the search service gave more than {MOST_BYTES} bytes")
            found = json.loads(page)["results"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ToolError(f"the search service failed: {error}") from error
        return _texts(found, "title", "content")


def _texts(found: object, title: str, text: str) -> list[tuple[str, str]]:
    """Titles and texts of results, of those that have them."""
    if not isinstance(found, Sequence):
        raise ToolError("the search gave no list of results")
    results = [cast("Mapping[str, Any]", each) for each in cast("Sequence[Any]", found) if isinstance(each, Mapping)]
    return [(str(each.get(title) or ""), " ".join(str(each.get(text) or "").split())) for each in results]
