"""From an HTTP body to parameters."""

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, ClientResponse, MultipartReader, web

from simulator.errors import ApiError, bad_request
from simulator.params import Params, Upload

UPLOAD_LIMIT = 50 * 1024 * 1024
BODY_LIMIT = UPLOAD_LIMIT + 1024 * 1024
FIELD_LIMIT = 1000


async def read_params(request: web.Request) -> Params:
    """Query string and body together; the body wins. Raises 413 past 50 MB, 400 for broken JSON."""
    values: dict[str, Any] = dict(request.query) if request.query_string else {}
    if not request.can_read_body:
        return Params(values)
    kind = request.content_type
    try:
        if kind == "multipart/form-data":
            return await parts(MultipartReader(request.headers, request.content), values)
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    return decoded(kind, body, values)


def decoded(kind: str, body: bytes, values: dict[str, Any]) -> Params:
    if kind == "application/json":
        try:
            found = json.loads(body) if body else {}
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(found, dict):
            raise bad_request("JSON object expected")
        values.update(found)
    elif kind == "application/x-www-form-urlencoded":
        try:
            values.update(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELD_LIMIT))
        except ValueError:
            raise bad_request("strings must be encoded in UTF-8") from None
    return Params(values)


async def parts(reader: MultipartReader, values: dict[str, Any]) -> Params:
    uploads: dict[str, Upload] = {}
    size = 0
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise bad_request("nested multipart is not supported")
        content = bytearray()
        while chunk := await part.read_chunk(1 << 16):
            size += len(chunk)
            if size > BODY_LIMIT:
                raise ApiError(413, "Request Entity Too Large")
            content += chunk
        keep(part, bytes(content), values, uploads)
    return Params(values, uploads)


def keep(part: BodyPartReader, content: bytes, values: dict[str, Any], uploads: dict[str, Upload]) -> None:
    name = part.name or ""
    if part.filename is None:
        try:
            values[name] = content.decode()
        except ValueError:
            raise bad_request("strings must be encoded in UTF-8") from None
        return
    kind = part.headers.get("Content-Type", "application/octet-stream")
    uploads[name] = Upload(filename=part.filename, content_type=kind, content=content)


async def from_webhook_reply(response: ClientResponse) -> Params | None:
    """The method call a webhook put into its reply, or None when there is none or it cannot be read."""
    try:
        if response.content_type == "multipart/form-data":
            return await parts(MultipartReader(response.headers, response.content), {})
        return decoded(response.content_type, await response.read(), {})
    except (ApiError, ValueError):
        return None
