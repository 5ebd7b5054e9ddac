"""Turns a HEIC into a JPEG; run as `python -I heic_program.py <source> <out>`.

It is a program of its own: the library that decodes HEIC crashes on damaged files, and pictures come from anyone.
The JPEG is upright and keeps what the picture tells of itself (EXIF, XMP, colour profile), which is read from there.
"""

import sys

import pi_heif
from PIL import Image

#: Nearly without loss: every form is made of this copy.
_QUALITY = 95
_EXIF_MARK = b"Exif\0\0"


def main(source: str, out: str) -> None:
    """Write the copy; whatever ends it otherwise, the picture is broken."""
    pi_heif.register_heif_opener(thumbnails=False)
    with Image.open(source, formats=("HEIF",)) as opened:
        kept = {name: opened.info[name] for name in ("icc_profile", "xmp") if opened.info.get(name)}
        if exif := opened.info.get("exif"):
            # The mark stands in files of some makers only; a JPEG has to have it.
            kept["exif"] = _EXIF_MARK + exif.removeprefix(_EXIF_MARK)
        opened.convert("RGB").save(out, "JPEG", quality=_QUALITY, subsampling=0, **kept)


if __name__ == "__main__":
    main(*sys.argv[1:])
