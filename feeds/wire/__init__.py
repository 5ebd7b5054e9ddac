r"""Reads what news agencies send: NewsML-G2, NITF and ninjs.

Example:
    >>> from feeds.wire.reader import read_wire
    >>> sent = '{"uri": "urn:ninjs:tin-12", "version": "2", "pubstatus": "usable", "headline": "Mường Tè", ' \
    ...     '"embargoed": "2026-11-23T17:00:00+07:00", "body_text": "Bà con Hà Nhì thu hoạch."}'
    >>> (item,) = read_wire(sent.encode(), name="tin-12.json")
    >>> item.guid, item.version, item.state, item.embargo_until.isoformat(), item.body_html
    ('urn:ninjs:tin-12', 2, 'usable', '2026-11-23T10:00:00+00:00', '<p>Bà con Hà Nhì thu hoạch.</p>')
"""
