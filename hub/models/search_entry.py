"""What of a public item can be searched; the tokens that find it stand in `search_index`, as its engine keeps them."""

from sqlalchemy import BigInteger, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.models.base import Base


class SearchEntry(Base):
    __tablename__ = "search_entry"

    #: Seconds of its publication, times 1024, and a little more among those of one second: a later item's is greater.
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"), unique=True)
    #: Of the rules (`services.search.words`) by which its tokens were made.
    version: Mapped[int]
    #: Words of its title and of its text as they are written, parted by spaces.
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    #: Tokens of its kind, languages and programme, parted by spaces.
    labels: Mapped[str]
