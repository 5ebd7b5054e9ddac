"""Documents as a news agency might send them."""

GUID = "urn:newsml:hangtin.example:20261123:tin-12"


def newsml(
    *,
    attributes: str = f'guid="{GUID}" version="3"',
    meta: str = '<pubStatus qcode="stat:usable"/>',
    content: str = "<headline>Mường Tè vào vụ</headline>",
    contents: str = "",
    kind: str = "newsItem",
    rest: str = "",
) -> str:
    return (
        f'<{kind} xmlns="http://iptc.org/std/nar/2006-10-01/" {attributes} standard="NewsML-G2" xml:lang="vi">{rest}'
        f"<itemMeta>{meta}</itemMeta><contentMeta>{content}</contentMeta><contentSet>{contents}</contentSet></{kind}>"
    )


def nitf(
    *, data: str = '<doc-id id-string="tin-12"/>', status: str = "", head: str = "", content: str = "<p>A</p>"
) -> str:
    return (
        f"<nitf><head><docdata{status}>{data}</docdata></head><body><body.head><hedline><hl1>Mường Tè</hl1></hedline>"
        f"{head}</body.head><body.content>{content}</body.content></body></nitf>"
    )
