"""What an editor does while a delivery is on its way."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from hub.extensions.parts import Parts
from hub.models import Delivery
from hub.services import destinations, publishing
from hub.services.destinations import Account
from tests.integration.kernel.newsroom import receive, work_off, write_article
from tests.integration.kernel.partner import Partner

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def partner(newsroom: Parts) -> Iterator[Partner]:
    made = Partner()
    account = Account(slug="doi-tac", title="Đối tác", platform="webhook", values=made.values(askable=True))
    destinations.add(newsroom, account, by="t")
    yield made
    made.stop()


def states(parts: Parts, item_id: str) -> list[str]:
    with parts.database.reading() as session:
        held = select(Delivery.state).where(Delivery.item_id == item_id).order_by(Delivery.revision)
        return list(session.scalars(held))


def test_publish_correct_and_withdraw_reach_the_partner_once_each(newsroom, partner, tmp_path):
    item_id = receive(newsroom, write_article(tmp_path / "a.md", "Giá ngô"))
    work_off(newsroom)
    publishing.correct(newsroom, item_id, {"title": "Giá ngô, sửa"}, by="t")
    work_off(newsroom)
    publishing.withdraw(newsroom, item_id, by="t")
    work_off(newsroom)
    events = partner.events_of(item_id)
    assert events[:2] == ["item.published", "item.corrected"]
    assert set(events[2:]) == {"item.withdrawn"}
    assert set(states(newsroom, item_id)) == {"withdrawn"}


def test_an_item_that_is_published_again_after_its_withdrawal_is_delivered_again(newsroom, partner, tmp_path):
    item_id = receive(newsroom, write_article(tmp_path / "a.md", "Giá ngô"))
    work_off(newsroom)
    publishing.withdraw(newsroom, item_id, by="t")
    work_off(newsroom)
    publishing.publish(newsroom, item_id, by="t")
    work_off(newsroom)
    assert partner.events_of(item_id) == ["item.published", "item.withdrawn", "item.published"]
    assert states(newsroom, item_id) == ["withdrawn", "delivered"]
    publishing.withdraw(newsroom, item_id, by="t")
    work_off(newsroom)
    assert states(newsroom, item_id) == ["withdrawn", "withdrawn"]


def test_an_item_that_is_withdrawn_while_it_is_sent_is_recalled(newsroom, partner, tmp_path):
    item_id = receive(newsroom, write_article(tmp_path / "a.md", "Giá ngô"))
    partner.once(after=lambda: publishing.withdraw(newsroom, item_id, by="t"))
    work_off(newsroom)
    assert partner.events_of(item_id) == ["item.published", "item.withdrawn"]
    assert states(newsroom, item_id) == ["withdrawn"]


def test_an_item_that_is_corrected_while_it_is_sent_is_corrected_there(newsroom, partner, tmp_path):
    item_id = receive(newsroom, write_article(tmp_path / "a.md", "Giá ngô"))
    partner.once(after=lambda: publishing.correct(newsroom, item_id, {"title": "Giá ngô, sửa"}, by="t"))
    work_off(newsroom)
    assert partner.events_of(item_id) == ["item.published", "item.corrected"]
