"""Why a document of a news agency cannot be taken."""

from collections.abc import Mapping

Fact = str | int | float

_MOST_CHARACTERS = 300

#: code -> (Vietnamese, English). One sentence or two: what is wrong, what to do. `{name}` is filled from the facts.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "wire-empty": (
        "Bản tin “{name}” rỗng. Hãy đề nghị hãng tin gửi lại.",
        "The wire document “{name}” is empty. Ask the agency to send it again.",
    ),
    "wire-too-large": (
        "Bản tin “{name}” nặng {size_bytes} byte; nhiều nhất là {most_bytes} byte. Hãy đề nghị hãng tin gửi ảnh, âm thanh thành tệp riêng.",
        "The wire document “{name}” has {size_bytes} bytes; the most is {most_bytes} bytes. Ask the agency to send pictures and sound as files of their own.",
    ),
    "wire-hostile": (
        "Bản tin “{name}” khai báo thực thể XML (DTD), có thể dùng để tấn công, nên không được đọc. Hãy báo cho hãng tin.",
        "The wire document “{name}” declares XML entities (a DTD), which can carry an attack, so it is not read. Tell the agency.",
    ),
    "wire-too-deep": (
        "Bản tin “{name}” lồng quá {most_levels} cấp nên không được đọc. Hãy báo cho hãng tin.",
        "The wire document “{name}” is nested deeper than {most_levels} levels, so it is not read. Tell the agency.",
    ),
    "wire-broken": (
        "Bản tin “{name}” bị lỗi hoặc bị cắt cụt, không đọc được. Hãy đề nghị hãng tin gửi lại.",
        "The wire document “{name}” is broken or cut off and cannot be read. Ask the agency to send it again.",
    ),
    "wire-unknown": (
        "“{name}” không phải bản tin NewsML-G2, NITF hay ninjs. Hãy kiểm tra tệp và thư mục nhận tin.",
        "“{name}” is no NewsML-G2, NITF or ninjs. Check the file and the folder that it came in by.",
    ),
    "wire-no-items": (
        "Bản tin “{name}” không chứa tin nào (chỉ có khái niệm, lịch hoặc phần bao). Không cần làm gì.",
        "The wire document “{name}” holds no news item (only concepts, plans or an envelope). There is nothing to do.",
    ),
    "wire-no-guid": (
        "Một tin trong “{name}” không có mã (guid, uri hoặc doc-id) nên không theo dõi được các lần cập nhật. Hãy báo cho hãng tin.",
        "An item in “{name}” has no identifier (guid, uri or doc-id), so its updates could not be followed. Tell the agency.",
    ),
    "wire-embargo-unreadable": (
        "Không đọc được thời điểm cấm phát “{told}” của tin “{guid}” nên tin không được nhận. Hãy hỏi hãng tin giờ được phát.",
        "The embargo “{told}” of the item “{guid}” cannot be read, so the item is not taken. Ask the agency when it may be published.",
    ),
}


class WireError(ValueError):
    """Root of this package's errors: the document is at fault, the same bytes fail again each time.

    Attributes:
        code: Stable name of the fault, a key of `SENTENCES`.
        facts: What the sentence is filled with.
    """

    permanent = True

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        # What a document says of itself may be of any length.
        self.facts: Mapping[str, Fact] = {
            name: fact[:_MOST_CHARACTERS] if isinstance(fact, str) else fact for name, fact in facts.items()
        }
        super().__init__(SENTENCES[code][1].format(**self.facts))
