"""Documents of the standards body and of newsrooms, where they are beside the checkout."""

from pathlib import Path

import pytest

from feeds.wire.errors import WireError
from feeds.wire.reader import read_wire

SAMPLES = Path(__file__).parents[5] / "shared" / "samples" / "print" / "newsml"
FILES = sorted(path.name for path in SAMPLES.glob("*"))

#: What is no whole document, or holds no news -> the code of its refusal.
REFUSED = {
    "iptc_LISTING_14_Event_sent_as_a_Concept_Item.xml": "wire-no-items",
    "iptc_LISTING_17_Planning_Item_a_CCL.xml": "wire-no-items",
    "iptc_LISTING_18_Planning_Item_at_PCL.xml": "wire-no-items",
    "iptc_LISTING_24_News_Message_conveying_a_complete_News_Package.xml": "wire-no-guid",
    "iptc_LISTING_25_An_NITF_marked-up_article_conveyed_in_inlineXML.xml": "wire-unknown",
    "iptc_LISTING_8_Group_Set_example_showing_an_ALT_Package_Mode.xml": "wire-unknown",
    "iptc_LISTING_9_Group_Set_example_showing_a_SEQ_Package_Mode.xml": "wire-unknown",
}


@pytest.mark.parametrize("name", FILES)
def test_every_real_document_gives_items_or_its_known_refusal(name):
    data = (SAMPLES / name).read_bytes()
    if name in REFUSED:
        with pytest.raises(WireError) as caught:
            read_wire(data, name=name)
        assert caught.value.code == REFUSED[name]
        return
    (item,) = read_wire(data, name=name)
    assert item.updated
    assert item.title or item.media or item.credit
    if name.startswith("made_"):
        assert item.title == "Lợn Sát Thủ Tấn Công Nông Dân Trung Quốc Tử Vong"
        assert item.body_html.startswith("<p>Một nông dân đã bị tấn công")
        assert item.urgency == 4
