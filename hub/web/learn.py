"""Taking courses: what is open, the outline, lessons, quizzes and their results."""

import mimetypes
from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hub.models import RoleName, new_id
from hub.services import courses, learning, lessons
from hub.services.lessons import Taken
from hub.web.current import by, parts, person
from hub.web.guard import needs
from training.course import Course, Quiz
from training.progress import Progress

learn = Blueprint("learn", __name__, url_prefix="/learn")

#: Stands before a question's id in the form, so that no author's id is taken for a field of ours.
QUESTION = "q-"


@learn.get("/")
@needs(RoleName.LEARNER)
def overview() -> ResponseReturnValue:
    taken = lessons.mine(parts(), str(person().id))
    return render_template("learn/overview.html", taken=taken, offered=lessons.open_to(parts(), taken))


@learn.post("/courses/<slug>")
@needs(RoleName.LEARNER)
def begin(slug: str) -> ResponseReturnValue:
    """Everyone may take any course."""
    enrolment = learning.assign(parts(), str(person().id), slug, by=by())
    return redirect(url_for("learn.outline", enrolment_id=enrolment.id), 303)


@learn.get("/<enrolment_id>/")
@needs(RoleName.LEARNER)
def outline(enrolment_id: str) -> ResponseReturnValue:
    return render_template("learn/outline.html", taken=_taken(enrolment_id))


@learn.get("/<enrolment_id>/<slug>/")
@needs(RoleName.LEARNER)
def part(enrolment_id: str, slug: str) -> ResponseReturnValue:
    taken = _taken(enrolment_id)
    place = lessons.place(taken.course, slug)
    learning.opened(parts(), enrolment_id, slug)
    if isinstance(place.part, Quiz):
        return _quiz(taken, place.part, token=new_id(), answers={}, unanswered=[])
    return render_template("learn/lesson.html", taken=taken, place=place)


@learn.post("/<enrolment_id>/<slug>/read")
@needs(RoleName.LEARNER)
def read(enrolment_id: str, slug: str) -> ResponseReturnValue:
    taken = _taken(enrolment_id)
    reached = learning.read(parts(), enrolment_id, slug)
    onward = _onward(taken.course, slug, reached)
    if onward is None:
        return redirect(url_for("learn.outline", enrolment_id=enrolment_id), 303)
    return redirect(url_for("learn.part", enrolment_id=enrolment_id, slug=onward), 303)


@learn.post("/<enrolment_id>/<slug>/")
@needs(RoleName.LEARNER)
def answer(enrolment_id: str, slug: str) -> ResponseReturnValue:
    taken = _taken(enrolment_id)
    quiz = learning.part_of(taken.course, slug)
    token = request.form.get("attempt", "")
    answers = {
        name.removeprefix(QUESTION): request.form.getlist(name) for name in request.form if name.startswith(QUESTION)
    }
    if isinstance(quiz, Quiz) and (missing := learning.unanswered(quiz, answers)):
        # Forgotten is not wrong: nothing counts before every question has an answer.
        return _quiz(taken, quiz, token=token, answers=answers, unanswered=missing), HTTPStatus.UNPROCESSABLE_ENTITY
    done = learning.answer(parts(), enrolment_id, slug, answers, token)
    return redirect(url_for("learn.result", enrolment_id=enrolment_id, slug=slug, token=done.token), 303)


@learn.get("/<enrolment_id>/<slug>/attempts/<token>/")
@needs(RoleName.LEARNER)
def result(enrolment_id: str, slug: str, token: str) -> ResponseReturnValue:
    taken = _taken(enrolment_id)
    attempt = learning.attempt(parts(), enrolment_id, slug, token)
    place = lessons.place(taken.course, slug)
    onward = _onward(taken.course, slug, taken.progress)
    return render_template("learn/result.html", taken=taken, attempt=attempt, place=place, onward=onward)


@learn.get("/<enrolment_id>/files/<path:name>")
@needs(RoleName.LEARNER)
def file(enrolment_id: str, name: str) -> ResponseReturnValue:
    """A picture or other file of the course, as it was when the person enrolled."""
    data = courses.file(parts().storage, _taken(enrolment_id).digest, name)
    media_type = mimetypes.guess_type(name)[0] if courses.is_picture(name) else None
    response = Response(data, content_type=media_type or "application/octet-stream")
    response.headers["Cache-Control"] = "private, max-age=86400"
    if media_type is None:
        # Nothing that an author brings along runs in the hub's origin.
        response.headers.set("Content-Disposition", "attachment", filename=name.rsplit("/", 1)[-1])
    return response


def _taken(enrolment_id: str) -> Taken:
    """The person's own; somebody else's is not there."""
    return lessons.one(parts(), enrolment_id, str(person().id))


def _quiz(taken: Taken, quiz: Quiz, *, token: str, answers: dict[str, list[str]], unanswered: list[int]) -> str:
    tries = len(learning.tries_at(taken.events, quiz.slug))
    left = None if quiz.attempts_allowed is None else max(0, quiz.attempts_allowed - tries)
    return render_template(
        "learn/quiz.html",
        taken=taken,
        quiz=quiz,
        place=lessons.place(taken.course, quiz.slug),
        token=token,
        answers=answers,
        unanswered=unanswered,
        left=left,
    )


def _onward(course: Course, slug: str, reached: Progress) -> str | None:
    """Where to go after a part: to the following one where that is not done, else to the first that is not."""
    after = lessons.place(course, slug).after
    return after.slug if after and after.slug not in reached.done else reached.next_part
