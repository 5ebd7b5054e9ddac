"""Writes the mail that carries a post."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.mime.audio import MIMEAudio
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from html import escape

from distributors.post import Media, Post
from distributors.receipt import Receipt

_CRLF = compat32.clone(linesep="\r\n")
_CORRECTION = "[Đính chính]"
_WITHDRAWAL = "[Gỡ bài]"


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """What is the same in all mails of one account.

    Attributes:
        sender: ASCII address.
        sender_name: As shown; empty = the post's press agency.
        unsubscribe: `https:` or `mailto:` address for List-Unsubscribe (RFC 2369); empty = none.
    """

    sender: str
    sender_name: str
    unsubscribe: str

    @property
    def domain(self) -> str:
        """The sender's domain."""
        return self.sender.rpartition("@")[2]


def message_id(idempotency_key: str, domain: str) -> str:
    """Give the Message-ID (RFC 5322 §3.6.4) that every try of one delivery has: mail programs drop a double by it."""
    return f"<{hashlib.sha256(idempotency_key.encode()).hexdigest()[:40]}@{domain}>"


def attachable(media: tuple[Media, ...], max_bytes: int) -> Media | None:
    """Give the lightest sound of at most max_bytes; None when there is none."""
    fitting = [medium for medium in media if medium.media_type.startswith("audio/") and medium.size_bytes <= max_bytes]
    return min(fitting, key=lambda medium: medium.size_bytes, default=None)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail about one post.

    Attributes:
        head: What is the same in all mails of the account.
        idempotency_key: Makes the Message-ID.
        written_at: Aware.
        replaces: Message-ID of the mail that this one corrects; empty for a first one.
    """

    head: Letterhead
    idempotency_key: str
    written_at: datetime
    replaces: str = ""

    def of_post(self, post: Post, attached: Media | None, sound: bytes) -> bytes:
        """Give the whole mail with text, HTML and, when attached is given, its bytes: RFC 5322 lines, CRLF."""
        alternatives = MIMEMultipart("alternative")
        alternatives.attach(MIMEText(_text(post), "plain", "utf-8"))
        alternatives.attach(MIMEText(_html(post), "html", "utf-8"))
        mail = MIMEMultipart("mixed", _subparts=[alternatives])
        if attached:
            part = MIMEAudio(sound, attached.media_type.partition("/")[2])
            part.add_header("Content-Disposition", "attachment", filename=attached.name)
            mail.attach(part)
        title = f"{_CORRECTION} {post.title}" if self.replaces else post.title
        self._address(mail, title, post.organisation)
        mail["Content-Language"] = post.language
        return mail.as_bytes(policy=_CRLF)

    def of_withdrawal(self, receipt: Receipt) -> bytes:
        """Give the mail that tells everyone who got the post not to use it."""
        title = receipt.detail.get("title", receipt.remote_id)
        text = (
            f"Đề nghị không đăng, phát và gỡ bỏ bài: {title}\n\nPlease do not use this item, and remove it: {title}\n"
        )
        mail = MIMEText(text, "plain", "utf-8")
        self._address(mail, f"{_WITHDRAWAL} {title}", "")
        return mail.as_bytes(policy=_CRLF)

    def _address(self, mail: MIMEMultipart | MIMEText, title: str, organisation: str) -> None:
        name = Header(_line(self.head.sender_name or organisation), "utf-8", header_name="From").encode()
        # Header, not EmailMessage: CPython 3.11 drops spaces between Vietnamese and ASCII words there (gh-92081).
        mail["Subject"] = Header(_line(title), "utf-8", header_name="Subject").encode()
        mail["From"] = f"{name} <{self.head.sender}>".lstrip()
        mail["To"] = "undisclosed-recipients:;"
        mail["Date"] = format_datetime(self.written_at)
        mail["Message-ID"] = message_id(self.idempotency_key, self.head.domain)
        if self.replaces:
            mail["In-Reply-To"] = mail["References"] = self.replaces
        if self.head.unsubscribe:
            mail["List-Unsubscribe"] = f"<{self.head.unsubscribe}>"


def _line(text: str) -> str:
    return " ".join(text.split())


def _text(post: Post) -> str:
    links = [f"{medium.name}: {medium.url}" for medium in post.media if medium.url]
    byline = ", ".join((*post.authors, post.organisation))
    blocks = (post.title, post.summary, post.body_text, byline, post.ai_label, post.url, "\n".join(links))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _html(post: Post) -> str:
    links = "".join(
        f'<li><a href="{escape(medium.url)}">{escape(medium.name)}</a></li>' for medium in post.media if medium.url
    )
    byline = ", ".join((*post.authors, post.organisation))
    blocks = (
        f"<h1>{escape(post.title)}</h1>",
        f"<p><strong>{escape(post.summary)}</strong></p>" if post.summary else "",
        post.body_html,
        f"<p>{escape(byline)}</p>",
        f"<p><em>{escape(post.ai_label)}</em></p>" if post.ai_label else "",
        f'<p><a href="{escape(post.url)}">{escape(post.url)}</a></p>',
        f"<ul>{links}</ul>" if links else "",
    )
    head = f'<!doctype html>\n<html lang="{escape(post.language)}">\n<meta charset="utf-8">\n<title>'
    return head + f"{escape(post.title)}</title>\n" + "\n".join(block for block in blocks if block) + "\n</html>\n"
