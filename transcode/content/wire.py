"""Documents of news agencies, told from other XML and JSON: NewsML-G2, NITF and ninjs."""

import re

_BEGINNING = 16_384
_XML = re.compile(
    r"(?>\s|<\?.*?\?>|<!--.*?-->|<!doctype\s[^>\[]*(?:\[[^\]]*\]\s*)?>)*+"
    r"<(?:[\w.-]+:)?(?:newsmessage|newsitem|packageitem|conceptitem|knowledgeitem|planningitem|nitf)[\s>]",
    re.DOTALL,
)
_IDENTIFIER = re.compile(r'"(?:uri|guid)"\s*:', re.IGNORECASE)
_MARK = re.compile(
    r'"(?:headlines?|body_x?html|body_text|bodies|versioncreated|pubstatus|byline|slugline)"\s*:', re.IGNORECASE
)


def wire_format(text: str) -> str | None:
    """Whether text begins as a document of a news agency.

    Args:
        text: The beginning of the text.

    Returns:
        "wire" for NewsML-G2 and NITF, "wire-json" for ninjs, None for everything else.
    """
    start = text.lstrip("\ufeff \t\r\n\f")
    if start.startswith("<"):
        return "wire" if _XML.match(start[:_BEGINNING].lower()) else None
    if start[:1] in {"{", "["} and _IDENTIFIER.search(start) and _MARK.search(start):
        return "wire-json"
    return None
