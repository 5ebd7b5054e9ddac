"""What pictures say of themselves, and that nothing of it is in what is made of them."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from tests.unit.transcode.test_documents_encodings import in_tcvn3
from transcode.images import make_pictures
from transcode.metadata.picture_notes import PictureNotes, read_picture_notes
from transcode.metadata.xmp import read_xmp

BASE, GPS = ExifTags.Base, ExifTags.GPS
SECRETS = (b"SN-7741", b"LENS-99", b"Exif", b"http://ns.adobe.com", b"Photoshop 3.0", b"Chu May", b"MAKER")
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/">
<rdf:Description photoshop:City="Mường Tè" aux:SerialNumber="SN-7741"
 exif:GPSLatitude="22,23.784N" exif:GPSLongitude="103,27.492E">
<Iptc4xmpCore:Location>Chợ phiên</Iptc4xmpCore:Location>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Chợ phiên sáng Chủ nhật</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>Lò Thị Mai</rdf:li><rdf:li>Vàng A Sử</rdf:li></rdf:Seq></dc:creator>
<dc:subject><rdf:Bag><rdf:li>chợ</rdf:li><rdf:li>Mường Tè</rdf:li></rdf:Bag></dc:subject>
<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Giàng Thị Dính</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>
</rdf:Description></rdf:RDF></x:xmpmeta>""".encode()


def exif(*, description="", zone="+07:00"):
    made = Image.Exif()
    made[BASE.Make], made[BASE.Model], made[BASE.Orientation] = "Máy".encode(), "M1", 6
    if description:
        made[BASE.ImageDescription] = description
    details = made.get_ifd(ExifTags.IFD.Exif)
    details[BASE.DateTimeOriginal] = "2026:11:22 05:30:00"
    if zone:
        details[BASE.OffsetTimeOriginal] = zone
    details[BASE.BodySerialNumber], details[BASE.LensSerialNumber] = "SN-7741", "LENS-99"
    details[BASE.CameraOwnerName], details[BASE.MakerNote] = "Chu May", b"MAKER" * 9
    position = made.get_ifd(ExifTags.IFD.GPSInfo)
    position[GPS.GPSLatitudeRef], position[GPS.GPSLatitude] = "N", (22.0, 23.0, 47.04)
    position[GPS.GPSLongitudeRef], position[GPS.GPSLongitude] = "E", (103.0, 27.0, 29.52)
    return made


def iptc(**values):
    """An APP13 segment with records of IPTC-IIM in it."""
    numbers = {"headline": 105, "caption": 120, "byline": 80, "city": 90, "credit": 110, "day": 55, "time": 60}
    records = b"".join(bytes([0x1C, 2, numbers[name]]) + len(data).to_bytes(2) + data for name, data in values.items())
    body = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(records).to_bytes(4) + records + b"\0" * (len(records) % 2)
    return b"\xff\xed" + (len(body) + 2).to_bytes(2) + body


def picture(tmp_path, *, kind="JPEG", app13=b"", **options):
    buffer = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(buffer, kind, **options)
    data = buffer.getvalue()
    path = tmp_path / "picture"
    path.write_bytes(data[:2] + app13 + data[2:] if app13 else data)
    return path


def test_camera_facts_are_private_and_the_moment_has_its_zone(tmp_path):
    told = read_picture_notes(picture(tmp_path, exif=exif(zone="+09:00")))
    assert told.taken_at.isoformat() == "2026-11-22T05:30:00+09:00"
    assert told.private == {
        "coordinates": "22.39640, 103.45820",
        "owner": "Chu May",
        "camera_serial": "SN-7741",
        "lens_serial": "LENS-99",
        "device": "Máy M1",
        "maker_notes": "yes",
    }


def test_without_a_zone_the_clock_of_viet_nam_counts(tmp_path):
    told = read_picture_notes(picture(tmp_path, exif=exif(zone="")))
    assert told.taken_at.isoformat() == "2026-11-22T05:30:00+07:00"


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_xmp_tells_caption_people_and_places(tmp_path, kind):
    told = read_picture_notes(picture(tmp_path, kind=kind, xmp=XMP))
    assert (told.caption, told.byline) == ("Chợ phiên sáng Chủ nhật", "Lò Thị Mai; Vàng A Sử")
    assert (told.place, told.people, told.keywords) == ("Chợ phiên, Mường Tè", ("Giàng Thị Dính",), ("chợ", "Mường Tè"))
    assert told.private == {"coordinates": "22.39640, 103.45820", "camera_serial": "SN-7741"}


def test_iptc_in_tcvn3_is_read_and_french_stays_french(tmp_path):
    legacy = iptc(caption=in_tcvn3("Chợ phiên vùng cao buổi sáng"), byline=in_tcvn3("Lò Thị Mai"), credit=b"TTXVN",
                  day=b"20261122", time=b"053000+0700")  # fmt: skip
    told = read_picture_notes(picture(tmp_path, app13=legacy))
    assert (told.caption, told.byline, told.credit) == ("Chợ phiên vùng cao buổi sáng", "Lò Thị Mai", "TTXVN")
    assert told.taken_at.isoformat() == "2026-11-22T05:30:00+07:00"
    french = iptc(caption="Fête de l'été à Évian".encode("cp1252"))
    assert read_picture_notes(picture(tmp_path, app13=french)).caption == "Fête de l'été à Évian"


@pytest.mark.parametrize("words", ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "      ", "IMG_2041"])
def test_what_a_camera_writes_by_itself_is_no_caption(tmp_path, words):
    assert read_picture_notes(picture(tmp_path, exif=exif(description=words))).caption == ""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_the_notes_is_in_what_is_made_and_it_stands_upright(tmp_path, out_dir, kind):
    extra = {"xmp": XMP} if kind != "PNG" else {}
    app13 = iptc(byline=b"SN-7741") if kind == "JPEG" else b""
    source = picture(tmp_path, kind=kind, exif=exif(description="SN-7741"), app13=app13, **extra)
    assert any(secret in source.read_bytes() for secret in SECRETS)
    made = make_pictures(source, out_dir, stem="p")
    for one in (made.large, made.thumb):
        data = one.path.read_bytes()
        assert not [secret for secret in SECRETS if secret in data]
        with Image.open(one.path) as opened:
            assert not dict(opened.getexif())
            assert set(opened.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }
            assert opened.height > opened.width


@given(st.binary(max_size=400))
def test_no_notes_break_the_reader(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("notes")
    for options in (
        {"exif": b"Exif\0\0" + data},
        {"xmp": data},
        {"app13": b"\xff\xed" + (len(data) + 2).to_bytes(2) + data},
    ):
        for value in read_picture_notes(picture(folder, **options)).private.values():
            value.encode()


def test_xmp_with_entities_is_not_read():
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a;</x:xmpmeta>'
    assert read_xmp(bomb) == {}
    assert read_xmp(b"x" * 2_000_000) == {}


def test_what_is_no_picture_has_no_notes(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"<svg/>")
    assert read_picture_notes(path) == PictureNotes()


def test_samples_tell_what_is_known_of_them(samples):
    def told(name):
        return read_picture_notes(samples / "print/images" / name)

    nikon = told("gps_nikon.jpg")
    assert (nikon.private["coordinates"], nikon.private["maker_notes"], nikon.caption) == (
        "43.46745, 11.88513",
        "yes",
        "",
    )
    army = told("exif_long_description.jpg")
    assert (army.byline, army.headline) == ("SSG KYLE DAVIS", "Enduring Freedom")
    assert army.place == "KANDAHAR ARMY AIRFIELD, DAYCHOPAN, Afghanistan"
    assert told("xmp_bluesquare.jpg").keywords == ("XMP", "Blue Square", "test file", "Photoshop", ".jpg")
    assert told("fault_invalid_exif.jpg") == PictureNotes()
