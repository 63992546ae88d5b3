"""The pictures in a scanned PDF: shown as a scanner packs them, and never unpacked to more than a page."""

import io
import zlib

import pikepdf
import pytest
from pikepdf import Array, Name
from PIL import Image

from consents import scans
from youth import files, jpeg_check

PDF = "application/pdf"
SIZE = (120, 160)


def a_pdf_of(packed, *filters, turned=0, **said):
    """A PDF of one page with one picture, of which the PDF says that it is 120 × 160 and gray."""
    content = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=SIZE)
        page.obj.Rotate = turned
        picture = document.make_stream(packed)
        if filters:
            picture.Filter = Array([Name(name) for name in filters])
        words = {"Width": SIZE[0], "Height": SIZE[1], "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
        for name, value in {"Type": Name.XObject, "Subtype": Name.Image, **words, **said}.items():
            picture[f"/{name}"] = value(document) if callable(value) else value
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
        document.save(content, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return content.getvalue()


def encoded(form, size=SIZE, **rest):
    content = io.BytesIO()
    Image.effect_noise(size, 40).save(content, form, **rest)
    return content.getvalue()


def drawn(content):
    """What a reader gets to see of the first page, or None."""
    picture = scans.page_picture(content, PDF, 0)
    return picture and Image.open(io.BytesIO(picture[0])).size


RAW = b"\x80" * (SIZE[0] * SIZE[1])
JPEG, JPX = encoded("JPEG"), encoded("JPEG2000")


@pytest.mark.parametrize(
    ("packed", "filters"),
    [
        (RAW, ()),
        (zlib.compress(RAW), ("/FlateDecode",)),
        (zlib.compress(zlib.compress(RAW)), ("/FlateDecode", "/FlateDecode")),
        (JPEG, ("/DCTDecode",)),
        (zlib.compress(JPEG), ("/FlateDecode", "/DCTDecode")),
        (JPX, ("/JPXDecode",)),
        (zlib.compress(JPX), ("/FlateDecode", "/JPXDecode")),
    ],
)
def test_what_a_scanner_packs_is_shown(packed, filters):
    content = a_pdf_of(packed, *filters)
    assert scans.pictured_pages(content, PDF) == [1]
    assert drawn(content) == SIZE


def test_a_fax_and_a_picture_with_a_palette_are_shown():
    fax = io.BytesIO()
    Image.new("1", SIZE, 1).save(fax, "TIFF", compression="group4", strip_size=100_000)
    with Image.open(fax) as tiff:
        start, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
    packed = fax.getvalue()[start : start + length]
    parms = pikepdf.Dictionary(K=-1, Columns=SIZE[0], Rows=SIZE[1])
    assert drawn(a_pdf_of(packed, "/CCITTFaxDecode", BitsPerComponent=1, DecodeParms=parms)) == SIZE
    palette = Array([Name.Indexed, Name.DeviceRGB, 255, bytes(768)])
    assert drawn(a_pdf_of(RAW, ColorSpace=palette)) == SIZE


@pytest.mark.parametrize(("turned", "size"), [(90, (160, 120)), (180, SIZE), (-90, (160, 120)), (45, SIZE)])
def test_a_page_is_turned_as_it_lies(turned, size):
    assert drawn(a_pdf_of(RAW, turned=turned)) == size
    assert drawn(a_pdf_of(RAW, turned=Name.Sideways)) is None


@pytest.mark.parametrize("form", ["JPEG", "JPEG2000"])
@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("parms", [{}, {"ColorTransform": 0}])
def test_a_picture_larger_than_the_pdf_says_is_not_unpacked(monkeypatch, form, wrapped, parms):
    """The author of a PDF writes there what size its pictures have."""
    monkeypatch.setattr(files, "MOST_PIXELS", 20_000)
    codec, side = {"JPEG": ("/DCTDecode", 200), "JPEG2000": ("/JPXDecode", 100)}[form]
    packed = encoded(form, (side, side))
    filters = ("/FlateDecode", codec) if wrapped else (codec,)
    given = [pikepdf.Dictionary(), pikepdf.Dictionary(**parms)][-len(filters) :]
    content = a_pdf_of(zlib.compress(packed) if wrapped else packed, *filters, DecodeParms=Array(given))
    assert scans.pictured_pages(content, PDF) == [1]
    assert drawn(content) is None


@pytest.mark.parametrize("codec", [None, "/DCTDecode", "/JPXDecode"])
def test_a_stream_that_unpacks_to_more_than_a_page_is_left_alone(codec):
    bomb = zlib.compress(RAW + bytes(70_000_000))
    content = a_pdf_of(bomb, "/FlateDecode", *([codec] if codec else []))
    assert len(content) < 100_000
    assert drawn(content) is None


def test_no_page_is_unpacked_to_number_it(monkeypatch):
    def unpacked(*given):
        raise AssertionError("a picture was unpacked")

    monkeypatch.setattr(pikepdf, "PdfImage", unpacked)
    monkeypatch.setattr(Image, "open", unpacked)
    assert scans.pictured_pages(a_pdf_of(b"damaged", "/FlateDecode", "/JPXDecode"), PDF) == [1]


@pytest.mark.parametrize("filters", [("/LZWDecode",), ("/FlateDecode", "/LZWDecode"), ("/LZW",), ("/JBIG2Decode",)])  # fmt: skip
def test_a_packing_without_a_bound_is_read_in_the_file(filters):
    def profile(document):
        return Array([Name.ICCBased, document.make_stream(b"packed", N=1, Filter=Array(map(Name, filters)))])

    def palette(document):
        return Array([Name.Indexed, profile(document), 255, bytes(768)])

    assert scans.pictured_pages(a_pdf_of(RAW, *filters), PDF) == []
    assert scans.pictured_pages(a_pdf_of(RAW, ColorSpace=profile), PDF) == []
    assert scans.pictured_pages(a_pdf_of(RAW, ColorSpace=palette), PDF) == []


def test_colors_that_take_long_to_look_up_are_read_in_the_file():
    long = Array([Name.Indexed, Name.DeviceGray, 255, bytes(5000)])
    assert drawn(a_pdf_of(RAW, ColorSpace=long)) is None
    four = Array([Name.Indexed, Name.DeviceCMYK, 1, bytes(8)])
    assert drawn(a_pdf_of(bytes(len(RAW)), ColorSpace=four)) is None


def test_a_picture_too_wide_for_a_jpeg_is_read_in_the_file():
    assert drawn(a_pdf_of(bytes(70_000), Width=70_000, Height=1)) is None


def test_a_jpeg_in_a_great_many_steps_is_not_drawn(monkeypatch):
    content = a_pdf_of(encoded("JPEG", progressive=True), "/DCTDecode")
    assert drawn(content) == SIZE
    monkeypatch.setattr(jpeg_check, "MOST_STEPS", 3)
    assert drawn(content) is None
