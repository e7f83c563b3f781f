"""Files: kept by content, named by file_id, given back byte by byte."""

import hashlib
import mimetypes
import struct
from dataclasses import dataclass

from simulator.errors import Json, bad_request
from simulator.params import Params, Upload

PHOTO_LIMIT = 10 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024
KEPT_BYTES = 512 * 1024 * 1024
KIND_PREFIX = {
    "photo": ("AgAC", "photos", ".jpg"),
    "document": ("BQAC", "documents", ""),
    "voice": ("AwAC", "voice", ".oga"),
    "audio": ("CQAC", "music", ".mp3"),
    "video": ("BAAC", "videos", ".mp4"),
    "video_note": ("DQAC", "video_notes", ".mp4"),
    "animation": ("CgAC", "animations", ".mp4"),
    "sticker": ("CAAC", "stickers", ".webp"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """Bytes with everything Telegram tells about them."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    name: str
    mime_type: str
    content: bytes

    def facts(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


class FileStore:
    """The files of this run, by file_id and by path; the oldest go when they are too much for memory."""

    def __init__(self, *, kept_bytes: int = KEPT_BYTES) -> None:
        self.kept_bytes = kept_bytes
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}
        self.number = 0
        self.size = 0

    def add(self, kind: str, content: bytes, *, name: str = "", mime_type: str = "") -> StoredFile:
        """Raises 400 for an empty or too large file."""
        if not content:
            raise bad_request("file must be non-empty")
        if len(content) > (PHOTO_LIMIT if kind == "photo" else UPLOAD_LIMIT):
            raise bad_request("file is too big")
        prefix, folder, suffix = KIND_PREFIX[kind]
        number = self.number
        self.number += 1
        digest = hashlib.sha256(content).hexdigest()
        if not suffix and "." in name:
            suffix = "." + "".join(char for char in name.rsplit(".", 1)[1] if char.isalnum())[:8]
        stored = StoredFile(
            file_id=f"{prefix}{digest[:24]}{number:06d}",
            unique_id=f"AQ{digest[:14]}",
            kind=kind,
            path=f"{folder}/file_{number}{suffix}",
            name=name,
            mime_type=mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream",
            content=content,
        )
        self.by_id[stored.file_id] = stored
        self.by_path[stored.path] = stored
        self.size += len(content)
        while self.size > self.kept_bytes and len(self.by_id) > 1:
            oldest = self.by_id.pop(next(iter(self.by_id)))
            del self.by_path[oldest.path]
            self.size -= len(oldest.content)
        return stored

    def chosen(self, params: Params, name: str, kind: str, given: object = None) -> StoredFile:
        """The file of a parameter: an uploaded part of any client, `attach://`, or a known file_id."""
        value = params.values.get(name) if given is None else given
        upload = params.uploads.get(name) if given is None else None
        if isinstance(value, str) and value.startswith("attach://"):
            upload = params.uploads.get(value.removeprefix("attach://"))
            if upload is None:
                raise bad_request("wrong file identifier/HTTP URL specified")
        if upload is not None:
            return self.uploaded(upload, kind)
        if not value:
            raise bad_request(f"there is no {kind} in the request")
        stored = self.by_id.get(str(value))
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored

    def uploaded(self, upload: Upload, kind: str) -> StoredFile:
        return self.add(kind, upload.content, name=upload.filename, mime_type=typed(upload, kind))


def typed(upload: Upload, kind: str) -> str:
    by_name = mimetypes.guess_type(upload.filename)[0]
    given = upload.content_type if upload.content_type != "application/octet-stream" else ""
    default = {"photo": "image/jpeg", "voice": "audio/ogg", "audio": "audio/mpeg", "sticker": "image/webp"}.get(kind)
    if kind in ("video", "video_note", "animation"):
        default = "video/mp4"
    return by_name or given or default or "application/octet-stream"


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG, GIF or WebP; None for anything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:3] == b"GIF" and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return 512, 512
    return jpeg_size(content) if content[:2] == b"\xff\xd8" else None


def jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 < len(content):
        if content[position] != 0xFF:
            return None
        marker = content[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + struct.unpack(">H", content[position + 2 : position + 4])[0]
    return None
