"""Why a followed feed cannot be read."""

from collections.abc import Mapping

Fact = str | int | float

_MOST_CHARACTERS = 2000

#: code -> (Vietnamese, English). One sentence or two: what is wrong, what to do. `{name}` is filled from the facts.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "followed-feed-empty": (
        "Địa chỉ {url} không trả về nội dung nào. Hãy mở thử địa chỉ rồi theo dõi lại.",
        "The address {url} returned nothing. Open it to see what is there, then follow it again.",
    ),
    "followed-feed-too-large": (
        "Nguồn tin {url} nặng {size_bytes} byte; nhiều nhất là {most_bytes} byte. Hãy theo dõi một nguồn ngắn hơn, ví dụ của từng chuyên mục.",
        "The feed {url} has {size_bytes} bytes; the most is {most_bytes} bytes. Follow a shorter one, for example of one section.",
    ),
    "followed-feed-hostile": (
        "Nguồn tin {url} khai báo thực thể XML (DTD), có thể dùng để tấn công, nên không được đọc. Hãy báo cho bên phát hành.",
        "The feed {url} declares XML entities (a DTD), which can carry an attack, so it is not read. Tell its publisher.",
    ),
    "followed-feed-is-page": (
        "{url} là một trang web, không phải nguồn tin, và trang không nêu nguồn tin nào. Hãy tìm mục RSS của trang đó.",
        "{url} is a web page and no feed, and it names no feed. Look for the page's RSS section.",
    ),
    "followed-feed-page-names-feeds": (
        "{url} là một trang web, không phải nguồn tin. Trang này nêu các nguồn tin: {links}. Hãy theo dõi một trong số đó.",
        "{url} is a web page and no feed. It names these feeds: {links}. Follow one of them.",
    ),
    "followed-feed-unknown": (
        "Nội dung tại {url} không phải nguồn tin RSS, Atom hay JSON Feed. Hãy kiểm tra địa chỉ.",
        "What is at {url} is no RSS, Atom or JSON Feed. Check the address.",
    ),
    "followed-feed-broken": (
        "Nguồn tin {url} bị lỗi hoặc bị cắt cụt, không đọc được. Hãy thử lại sau; nếu vẫn lỗi, hãy báo cho bên phát hành.",
        "The feed {url} is broken or cut off and cannot be read. Try again later; if it stays so, tell its publisher.",
    ),
}


class FeedReadError(ValueError):
    """Root of this package's errors: the document at an address is no feed that can be read.

    Attributes:
        code: Stable name of the fault, a key of `SENTENCES`.
        facts: What the sentence is filled with; `url` is always among them.
        permanent: True: the same bytes fail again. The address may serve other bytes later.
    """

    permanent = True

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        # Facts are kept and shown; an address of a feed may be of any length.
        self.facts: Mapping[str, Fact] = {
            name: fact[:_MOST_CHARACTERS] if isinstance(fact, str) else fact for name, fact in facts.items()
        }
        super().__init__(SENTENCES[code][1].format(**self.facts))


class FeedIsPageError(FeedReadError):
    """A web page stands where a feed was expected.

    Attributes:
        links: Absolute addresses of the feeds that the page names (`<link rel="alternate">`), in its order.
    """

    def __init__(self, url: str, links: tuple[str, ...]) -> None:
        if links:
            super().__init__("followed-feed-page-names-feeds", url=url, links=", ".join(links))
        else:
            super().__init__("followed-feed-is-page", url=url)
        self.links = links
