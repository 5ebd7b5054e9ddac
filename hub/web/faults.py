"""What is answered when something cannot be done: a plain sentence, as a page or as JSON."""

import logging
from http import HTTPStatus

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from distributors.errors import DistributorError
from feeds.errors import FeedError
from hub.errors import HubError, sentence, told
from hub.services.websub import topics
from hub.web.bearer import API
from hub.web.current import page_language, parts
from hub.web.guard import wants_json
from hub.web.limits import seconds_to_wait
from hub.web.words import _
from training.errors import TrainingError
from transcode.errors import TranscodeError

logger = logging.getLogger(__name__)

#: Where only programs come.
FOR_PROGRAMS = (API, "/practice/webhook")

#: Where programs come that read no JSON: the sentence is the whole answer.
IN_PLAIN_TEXT = frozenset({topics.PATH})

#: Headers without which an answer would not tell what it must (RFC 9110).
_KEPT = frozenset({"Allow", "Content-Range", "Retry-After"})


def prepare(app: Flask) -> None:
    app.register_error_handler(HubError, _hub)
    for library in (DistributorError, FeedError, TrainingError, TranscodeError):
        app.register_error_handler(library, _library)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(RateLimitExceeded, _too_often)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def answer(status: int, code: str, text: str) -> Response:
    """One sentence, for a person or for a program."""
    if request.path in IN_PLAIN_TEXT:
        response = Response(f"{text}\n", content_type="text/plain; charset=utf-8")
    elif wants_json() or request.path.startswith(FOR_PROGRAMS):
        response = jsonify({"error": {"code": code, "message": text}})
    else:
        page = render_template("errors/error.html", status=int(status), title=_title(status), sentence=text)
        response = make_response(page)
    response.status_code = int(status)
    if status == HTTPStatus.UNAUTHORIZED:
        # RFC 9110, 11.6.1: how to come in is told with every 401.
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _title(status: int) -> str:
    titles = {
        400: _("Yêu cầu chưa đúng"),
        401: _("Cần đăng nhập"),
        403: _("Không có quyền"),
        404: _("Không tìm thấy trang"),
        405: _("Không dùng được cách này"),
        409: _("Chưa làm được"),
        413: _("Quá lớn"),
        416: _("Không có phần này"),
        422: _("Thông tin chưa đúng"),
        429: _("Quá nhiều lần thử"),
        500: _("Hệ thống gặp lỗi"),
        503: _("Tạm thời chưa sẵn sàng"),
    }
    return titles.get(status, _("Chưa làm được"))


def _hub(error: HubError) -> Response:
    response = answer(error.status, error.code, told(error, page_language()))
    wait_s = getattr(error, "retry_after_s", None)
    if wait_s is not None:
        response.headers["Retry-After"] = str(round(wait_s))
    return response


def _library(error: DistributorError | FeedError | TrainingError | TranscodeError) -> Response:
    return answer(HTTPStatus.UNPROCESSABLE_ENTITY, error.code, told(error, page_language()))


def _too_large(error: RequestEntityTooLarge) -> Response:
    del error
    facts = {"limit_mb": parts().settings.upload_limit_mb}
    text = sentence("upload-too-large", facts, page_language())
    return answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "upload-too-large", text)


def _too_often(error: RateLimitExceeded) -> Response:
    wait_s = seconds_to_wait(current_app, error)
    minutes = -(-wait_s // 60)
    text = _("Đã thử quá nhiều lần. Hãy đợi %(minutes)s phút rồi thử lại.", minutes=minutes)
    response = answer(HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", text)
    response.headers["Retry-After"] = str(wait_s)
    return response


def _forged(error: CSRFError) -> Response:
    del error
    text = _("Trang này đã cũ hoặc phiên làm việc đã hết. Hãy quay lại, tải lại trang rồi làm lại.")
    return answer(HTTPStatus.BAD_REQUEST, "page-too-old", text)


def _http(error: HTTPException) -> Response | HTTPException:
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    sentences = {
        400: _("Máy chủ không đọc được yêu cầu này. Hãy quay lại và thử lại."),
        404: _("Địa chỉ này không có trang nào. Hãy kiểm tra lại địa chỉ hoặc về trang chủ."),
        405: _("Địa chỉ này không nhận cách gửi như vậy. Hãy quay lại và thử lại."),
    }
    text = sentences.get(error.code, _("Chưa làm được việc này. Hãy quay lại và thử lại."))
    response = answer(error.code, error.name.lower().replace(" ", "-"), text)
    response.headers.update(
        {name: value for name, value in error.get_headers() if name in {"Allow", "Content-Range", "Retry-After"}}
    )
    return response


def _unexpected(error: Exception) -> Response:
    logger.error("a request failed", exc_info=error)
    text = _("Lỗi này không phải do bạn và đã được ghi lại. Hãy thử lại; nếu vẫn lỗi, báo người quản trị.")
    return answer(HTTPStatus.INTERNAL_SERVER_ERROR, "unexpected", text)
