"""A certificate as its holder prints it."""

import segno
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from hub.errors import NotFoundError
from hub.models import RoleName
from hub.services import certificates as papers
from hub.web.current import by, parts, person
from hub.web.guard import needs
from hub.web.words import _

certificates = Blueprint("certificates", __name__, url_prefix="/learn/certificates")


@certificates.get("/<number>")
@needs(RoleName.LEARNER)
def shown(number: str) -> ResponseReturnValue:
    """For the holder, and for those who see the report anyway."""
    paper = papers.paper(parts(), number)
    if paper.staff_id != person().id and not person().may(RoleName.EDITOR):
        raise NotFoundError("chứng nhận", number)
    address = parts().settings.desk_url + url_for("verify.shown", number=paper.certificate.number)
    return render_template("learn/certificate.html", paper=paper, address=address, qr=_qr(address))


@certificates.post("/<number>/revoke")
@needs(RoleName.ADMINISTRATOR)
def revoke(number: str) -> ResponseReturnValue:
    papers.revoke(parts(), number, reason=request.form.get("reason", ""), by=by())
    flash(_("Đã thu hồi chứng nhận."), "good")
    return redirect(url_for("certificates.shown", number=number), 303)


def _qr(address: str) -> Markup:
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(border=0, omitsize=True, svgclass="qr", lineclass=None))  # noqa: S704  segno's own
