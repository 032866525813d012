"""Mails (EML): the words of the mail, and its attachments.

In go the bytes, out come the text (subject, then body) and (name, bytes) of each attachment. The parser is Python's
own. Pictures shown within the mail are letterheads and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from pathlib import PurePosixPath

from ingest.readers.model import Limits
from ingest.readers.reasons import UnreadableFile

NAME = "mail 1"
TEXT = "mail.txt"
"""How the mail's own words are called beside its attachments."""


def parsed(data: bytes) -> EmailMessage:
    try:
        return message_from_bytes(data, _class=EmailMessage, policy=policy.default)
    except (MessageError, ValueError, LookupError):
        raise UnreadableFile("the mail is broken") from None


def body(message: EmailMessage, limits: Limits) -> str:
    """Subject and body as text; '' when the mail says nothing itself."""
    from ingest.readers.html import text_of_html

    part = message.get_body(("plain", "html"))
    text = ""
    if part is not None:
        content = _content(part)
        said = content if isinstance(content, str) else content.decode("utf-8", "replace")
        text = text_of_html(said) if part.get_content_type() == "text/html" else said
    subject = str(message.get("subject", "")).strip()
    whole = "\n\n".join(piece for piece in (subject, text.replace("\r\n", "\n").strip()) if piece)
    return whole[: limits.characters] + "\n" if text.strip() else ""


def attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """Each attachment with its name; one without a name is called by its number."""
    for number, part in enumerate(message.iter_attachments(), 1):
        if part.get_content_disposition() == "inline" and part.get_content_maintype() == "image":
            continue
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            if isinstance(inner, EmailMessage):
                yield f"{number}.eml", inner.as_bytes()
            continue
        content = _content(part)
        given = PurePosixPath((part.get_filename() or "").replace("\\", "/")).name
        yield given or f"attachment-{number}", content.encode() if isinstance(content, str) else content


def _content(part: object) -> str | bytes:
    assert isinstance(part, EmailMessage)
    try:
        content = part.get_content()
    except (LookupError, ValueError, KeyError, AttributeError):
        content = part.get_payload(decode=True) or b""
    return content if isinstance(content, str | bytes) else b""
