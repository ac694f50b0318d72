"""What becomes of hostile files, written by hand: taken harmlessly as a type, or refused by code.

Each row: a name, what makes the bytes, the file's name, the role asked for, the outcome.
"""

from collections.abc import Callable

from tests.assets.content.made import film, object_stream, pdf, sound
from tests.assets.gltf.shapes import document, glb
from tests.assets.pictures import chunk, encoded, frames, jpeg, jpeg_claiming, moving, png, png_bomb

from . import bombs

HTML = b"<!DOCTYPE html><html><script>fetch('/api/v1/auth/me')</script></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
ENTITIES = (
    b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>"
)

Row = tuple[str, Callable[[], bytes], str, str, str]
P, V, S = "photograph", "voice_sample", "script"


def half_a_film() -> bytes:
    """Its header is whole, its frames are not."""
    whole = film(3)
    return whole[: len(whole) // 2]


CONTENT: list[Row] = [
    # Bombs.
    ("png that claims 50000 a side", png_bomb, "a.png", P, "photo.too_many_pixels"),
    ("png with more rows than it claims", bombs.png_overfull, "a.png", P, "image/png"),
    ("png with a profile that unpacks", bombs.png_profile_bomb, "a.png", P, "photo.unreadable"),
    ("png with a comment that unpacks", bombs.png_text_bomb, "a.png", P, "photo.unreadable"),
    ("png with 30 MB of exif", bombs.png_huge_exif, "a.png", P, "image/png"),
    ("jpeg with a megabyte of exif", bombs.jpeg_huge_exif, "a.jpg", P, "image/jpeg"),
    ("jpeg with exif in a circle", bombs.jpeg_exif_loop, "a.jpg", P, "image/jpeg"),
    ("jpeg that claims 65000 a side", lambda: jpeg_claiming(65_000, 65_000), "a.jpg", P,
     "photo.too_many_pixels"),
    ("jpeg of three thousand scans", bombs.jpeg_scans, "a.jpg", P, "photo.unreadable"),
    ("gif that claims 65535 a side", bombs.gif_bomb, "a.gif", P, "photo.too_many_pixels"),
    ("gif that moves", lambda: moving("GIF"), "a.gif", P, "photo.animated"),
    ("webp that claims 16384 a side", lambda: bombs.webp_claiming(16_384), "a.webp", P,
     "photo.too_many_pixels"),
    ("webp that claims 16 million a side", lambda: bombs.webp_claiming(1 << 24), "a.webp", P,
     "photo.too_many_pixels"),
    ("webp that moves", lambda: moving("WEBP"), "a.webp", P, "photo.animated"),
    ("tiff that claims sixteen gigapixels", bombs.tiff_bomb, "a.tif", P, "photo.too_many_pixels"),
    ("tiff whose directory is its own next", bombs.tiff_loop, "a.tif", P, "image/tiff"),
    ("tiff with four billion strips", bombs.tiff_many_strips, "a.tif", P, "photo.unreadable"),
    ("avif that claims 60000 a side", lambda: bombs.avif_claiming(60_000), "a.avif", P,
     "photo.truncated"),
    ("zip bomb", bombs.zip_bomb, "a.zip", P, "upload.unsupported"),
    ("zip bomb as jpeg", bombs.zip_bomb, "a.jpg", P, "upload.unsupported"),
    ("glb whose texture claims 60000 a side", bombs.glb_picture_bomb, "a.glb", P,
     "model.too_large"),
    ("glb of deep json", bombs.glb_deep, "a.glb", P, "model.unreadable"),
    ("glb of 40 MB of json", bombs.glb_text_bomb, "a.glb", P, "model.too_large"),
    ("glb with a billion points", lambda: glb(*document(
        accessors=[{"componentType": 5126, "type": "VEC3", "count": 1_000_000_002}])), "a.glb", P,
     "model.too_large"),
    ("glb that reads another file", lambda: glb(*document(images=[{"uri": "file:///etc/passwd"}])),
     "a.glb", P, "model.remote"),
    ("glb that asks an address", lambda: glb(*document(images=[{"uri": "http://10.0.0.1/"}])),
     "a.glb", P, "model.remote"),
    ("pdf that unpacks to 9 MB", lambda: pdf(object_stream(bytes(9_000_000))), "a.pdf", P,
     "document.unreadable"),
    ("pdf of twenty such objects", lambda: pdf(*20 * [object_stream(bytes(7_900_000))]), "a.pdf",
     P, "document.unreadable"),
    ("wav of four gigabytes in a hundred bytes", bombs.wav_claiming, "a.wav", P,
     "audio/wav"),
    ("wav of 65535 channels", bombs.wav_channels, "a.wav", P, "media.unreadable"),
    ("film of 8704 a side", lambda: film(0.2, (8704, 64)), "a.mp4", P, "media.too_large"),
    # Cut short.
    ("nothing", lambda: b"", "a.jpg", P, "upload.empty"),
    ("one byte", lambda: b"\xff", "a.jpg", P, "upload.unsupported"),
    ("half a jpeg", lambda: jpeg()[:1200], "a.jpg", P, "photo.truncated"),
    ("half a png", lambda: png()[:900], "a.png", P, "photo.truncated"),
    ("half a webp", lambda: encoded(frames(1)[0], "WEBP")[:250], "a.webp", P, "photo.truncated"),
    ("half an avif", lambda: encoded(frames(1)[0], "AVIF")[:-200], "a.avif", P, "photo.truncated"),
    ("half a tiff", lambda: encoded(frames(1)[0], "TIFF")[:9000], "a.tif", P, "photo.truncated"),
    ("half a glb", lambda: glb(*document())[:-8], "a.glb", P, "model.wrong_length"),
    ("half a film", half_a_film, "a.mp4", P,
     "media.unreadable"),
    ("half a pdf", lambda: pdf()[:-20], "a.pdf", P, "document.unreadable"),
    ("a jpeg's beginning and zeros", lambda: jpeg()[:600] + bytes(5000), "a.jpg", P,
     "photo.truncated"),
    # Two things at once.
    ("jpeg and zip", lambda: jpeg() + bombs.archive("a.html"), "a.jpg", P, "image/jpeg"),
    ("jpeg and html", lambda: jpeg() + HTML, "a.html", P, "image/jpeg"),
    ("jpeg with html in a comment", lambda: jpeg(comment=HTML), "a.jpg", P, "image/jpeg"),
    ("png and html", lambda: bombs.picture_with_tail(HTML), "a.png", P, "image/png"),
    ("png with php in a comment", lambda: bombs.png_with(
        chunk(b"tEXt", b"Comment\0<?php system($_GET[0]); ?>")), "a.php", P, "image/png"),
    ("png and a java archive", lambda: bombs.picture_with_tail(bombs.archive("M.class")), "a.jar",
     P, "image/png"),
    ("gif that is a script", lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", "a.js", P,
     "photo.truncated"),
    ("pdf and zip", lambda: pdf() + bombs.archive("a.html") + b"\n%%EOF", "a.pdf", P,
     "application/pdf"),
    ("html before a pdf", lambda: HTML + pdf(), "a.pdf", P, "upload.unsupported"),
    ("sound and html", lambda: sound(1) + HTML, "a.wav", P, "audio/wav"),
    ("glb and html", lambda: glb(*document()) + HTML, "a.glb", P, "model.wrong_length"),
    # Something else than it says.
    ("html as jpeg", lambda: HTML, "a.jpg", P, "upload.unsupported"),
    ("html as a script", lambda: HTML, "a.txt", S, "upload.unsupported"),
    ("svg with a script", lambda: SVG, "a.svg", P, "upload.unsupported"),
    ("svg as png", lambda: SVG, "a.png", P, "upload.unsupported"),
    ("svg as a script", lambda: SVG, "a.txt", S, "upload.unsupported"),
    ("svg behind a byte order mark", lambda: b"\xef\xbb\xbf" + SVG, "a.txt", S,
     "upload.unsupported"),
    ("packed svg", bombs.svgz, "a.svgz", P, "upload.unsupported"),
    ("xml that reads a file", lambda: ENTITIES, "a.svg", P, "upload.unsupported"),
    ("an office document", lambda: bombs.archive("[Content_Types].xml"), "a.docx", P,
     "upload.unsupported"),
    ("a program", lambda: b"MZ\x90\0" + bytes(500), "a.jpg", P, "upload.unsupported"),
    ("a program of another kind", lambda: b"\x7fELF" + bytes(500), "a.jpg", P,
     "upload.unsupported"),
    ("a shell script", lambda: b"#!/bin/sh\nrm -rf /\n", "a.jpg", P, "upload.unsupported"),
    ("postscript", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\nsystemdict\n", "a.eps", P,
     "upload.unsupported"),
    ("noise", bombs.noise, "a.jpg", P, "upload.unsupported"),
    ("zeros", lambda: bytes(1_000_000), "a.jpg", P, "upload.unsupported"),
    ("utf-16 as a script", lambda: "Szene eins".encode("utf-16"), "a.txt", S,
     "upload.unsupported"),
    ("a script with a nul", lambda: b"Scene\0one", "a.txt", S, "upload.unsupported"),
    ("a playlist that reads a file", lambda: b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "a.mp3",
     P, "upload.unsupported"),
    ("a playlist behind the mark of a sound", lambda: b"ID3\3\0\0\0\0\0\0#EXTM3U\n/etc/passwd",
     "a.mp3", P, "media.unreadable"),
    # Acting documents.
    ("pdf with javascript", lambda: pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), "a.pdf", P,
     "document.active"),
    ("pdf with hidden javascript", lambda: pdf(object_stream(b"<< /S /J#61vaScript >>")), "a.pdf",
     P, "document.active"),
    ("pdf that starts a program", lambda: pdf(b"<< /S /Launch /F (cmd.exe) >>"), "a.pdf", P,
     "document.active"),
    ("pdf with a file inside", lambda: pdf(b"<< /Type /EmbeddedFile >>"), "a.pdf", P,
     "document.active"),
    ("pdf under a password", lambda: pdf(catalog=b"/Encrypt 9 0 R"), "a.pdf", P,
     "document.unreadable"),
    # Not what its role wants.
    ("a film as a voice", film, "a.mp4", V, "upload.wrong_kind"),
    ("nine seconds as a voice", lambda: sound(9), "a.wav", V, "media.too_short"),
    ("31 seconds as a voice", lambda: sound(31), "a.wav", V, "media.too_long"),
    ("a portrait of 11 MB", lambda: jpeg() + bytes(11_000_000), "a.jpg", "portrait",
     "upload.too_large"),
    ("a product of 99 pixels", lambda: jpeg(99, 200), "a.jpg", "product_shot", "photo.too_small"),
]  # fmt: skip

# A file's name as it comes over the wire, and the name that is kept, or the code.
NAMES: list[tuple[str, str]] = [
    ("../../etc/passwd.jpg", "upload.bad_name"),
    ("..\\..\\boot.jpg", "upload.bad_name"),
    ("/etc/passwd", "upload.bad_name"),
    ("C:\\a.jpg", "upload.bad_name"),
    ("..", "upload.bad_name"),
    ("a\0.jpg", "upload.bad_name"),
    ("a\x1b[2J.jpg", "upload.bad_name"),
    ("a\x7f.jpg", "upload.bad_name"),
    ("invoice\u202egpj.exe", "invoicegpj.exe"),
    ("a\u200b\u2066b.jpg", "ab.jpg"),
    ("x" * 4000 + ".jpg", "request.malformed"),
    ("é" * 4000 + ".jpg", "request.malformed"),
    ("x" * 600 + ".jpg", "x" * 251 + ".jpg"),
    ("é" * 300 + ".jpg", "é" * 125 + ".jpg"),
    ("." * 50 + "jpg", "jpg"),
    (" . ", "photograph"),
    ("<img src=x onerror=alert(1)>.jpg", "<img src=x onerror=alert(1)>.jpg"),
    ("'; DROP TABLE assets_asset; --.jpg", "'; DROP TABLE assets_asset; --.jpg"),
    ("{{ 7*7 }}.jpg", "{{ 7*7 }}.jpg"),
]
