"""Of programs that subscribe to feeds (WebSub)."""

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "websub-not-a-form": (
        "Yêu cầu đăng ký phải gửi theo kiểu application/x-www-form-urlencoded. Hãy gửi lại như một biểu mẫu.",
        "A subscription has to be asked for as application/x-www-form-urlencoded. Send it again as a form.",
    ),
    "websub-unknown-topic": (
        "Hub không phát luồng tin nào ở địa chỉ “{topic}”. Hãy dùng đúng địa chỉ mà luồng tin ghi là rel=self.",
        "This hub publishes no feed at “{topic}”. Use the very address that the feed gives as rel=self.",
    ),
    "websub-no-room": (
        "Hub đang có quá nhiều đăng ký luồng tin. Hãy thử lại sau {minutes} phút.",
        "There are too many subscriptions to feeds at the moment. Try again in {minutes} minutes.",
    ),
    "websub-wrong-challenge": (
        "{host} trả lời nhưng không nhắc lại đúng hub.challenge, nên đăng ký không được xác nhận.",
        "{host} answered without repeating hub.challenge, so the subscription was not confirmed.",
    ),
    "websub-not-confirmed": (
        "{host} không xác nhận đăng ký (HTTP {status}).",
        "{host} did not confirm the subscription (HTTP {status}).",
    ),
    "websub-not-taken": (
        "{host} không nhận luồng tin (HTTP {status}).",
        "{host} did not take the feed (HTTP {status}).",
    ),
    "websub-gone": (
        "{host} báo không nhận luồng tin nữa (HTTP 410).",
        "{host} says that it does not want the feed any more (HTTP 410).",
    ),
}
