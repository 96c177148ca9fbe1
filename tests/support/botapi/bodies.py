"""The body of a call: JSON, form or multipart."""

import asyncio
import json
from typing import Any

from aiohttp import web
from multidict import MultiDictProxy

from tests.support.botapi.errors import ApiError, Refusal, bad_request
from tests.support.botapi.schema import Upload, schema


async def read_parameters(request: web.Request, method: str) -> tuple[dict[str, object], dict[str, Upload]]:
    """Read query, JSON, form or multipart; file parts that no parameter names are attachments."""
    given: dict[str, object] = dict(request.query)
    if request.content_type == "application/json":
        return {**given, **await _json_body(request)}, {}
    parts = await _form(request)
    uploads = {name: await _upload(part) for name, part in parts.items() if isinstance(part, web.FileField)}
    given |= {name: part for name, part in parts.items() if not isinstance(part, web.FileField)}
    direct = {name: file for name, file in uploads.items() if name in schema()["methods"][method]}
    return {**given, **direct}, uploads


async def _form(request: web.Request) -> MultiDictProxy[str | bytes | bytearray | web.FileField]:
    try:
        return await request.post()
    except web.HTTPRequestEntityTooLarge as error:
        raise ApiError(Refusal(413, "Request Entity Too Large")) from error


async def _json_body(request: web.Request) -> dict[str, object]:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(body, dict):
        raise bad_request("object expected as JSON body")
    return body


async def _upload(part: web.FileField) -> Upload:
    return Upload(part.filename, part.content_type, await asyncio.to_thread(part.file.read))


def missing_parts(params: dict[str, Any], uploads: dict[str, Upload]) -> list[str]:
    """Say which attach:// names no part of the body."""
    given = [params.get(name) for name in ("photo", "document")]
    given += [item.get("media") for item in params.get("media", []) if isinstance(item, dict)]
    attached = [one for one in given if isinstance(one, str) and one.startswith("attach://")]
    names = [one.removeprefix("attach://") for one in attached]
    return [f"no part {name!r} is attached" for name in names if name not in uploads]
