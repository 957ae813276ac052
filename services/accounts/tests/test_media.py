"""What a file is, its content says: whole pictures and quiet documents, nothing else."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.media import JPEG, MOST_PIXELS, PDF, PNG, NotReadable, recognise

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


class TestPictures:
    def test_are_told_by_their_content(self, png, jpeg):
        assert recognise(png).media_type == PNG
        assert recognise(jpeg).media_type == JPEG

    @pytest.mark.parametrize("behind", [b"PK\x03\x04", b"<script>alert(1)</script>", b"\0"])
    def test_lose_what_hangs_behind_their_end(self, png, jpeg, behind):
        assert recognise(png + behind).content == png
        assert recognise(jpeg + behind).content == jpeg

    def test_that_are_cut_short_anywhere_are_refused(self, png, jpeg):
        for whole in (png, jpeg):
            for end in range(len(whole)):
                with pytest.raises(NotReadable):
                    recognise(whole[:end])

    def test_with_a_byte_changed_in_a_png_are_refused(self, png):
        for place in range(len(png)):
            with pytest.raises(NotReadable):
                recognise(png[:place] + bytes([png[place] ^ 1]) + png[place + 1 :])

    def test_interlaced_ones_are_read_too(self, make_png):
        # 4 by 3: passes of 1x1, none, none, 1x1, 2x1, 2x2... each line has one byte in front.
        wanted = sum(
            lines * (1 + columns)
            for columns, lines in ((1, 1), (1, 1), (2, 1), (2, 2), (4, 1))
            if columns
        )
        with pytest.raises(NotReadable):
            recognise(make_png(pixels=bytes(wanted + 40), interlaced=1))
        assert recognise(make_png(pixels=bytes(wanted), interlaced=1)).media_type == PNG

    def test_that_unpack_to_more_than_they_say_are_refused_before_they_do(self, make_png):
        with pytest.raises(NotReadable, match="larger than its header"):
            recognise(make_png(pixels=bytes(50_000_000)))

    def test_that_unpack_to_less_are_refused(self, make_png):
        with pytest.raises(NotReadable, match="not complete"):
            recognise(make_png(pixels=b"\0"))

    def test_with_too_many_pixels_or_none_are_refused(self, make_png):
        side = int(MOST_PIXELS**0.5) + 1
        with pytest.raises(NotReadable, match="too many pixels"):
            recognise(make_png(side, side, pixels=b"\0"))
        with pytest.raises(NotReadable, match="empty"):
            recognise(make_png(0, 1, pixels=b"\0"))


class TestDocuments:
    def test_are_told_by_their_content(self, make_pdf):
        assert recognise(make_pdf(3)).media_type == PDF

    def test_that_run_scripts_are_refused(self, make_pdf):
        from pypdf.generic import DictionaryObject, NameObject, TextStringObject

        text = TextStringObject("app.alert(1)")

        def change(writer):
            script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): text}
            writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)

        with pytest.raises(NotReadable, match="does things"):
            recognise(make_pdf(change=change))

    def test_that_carry_files_are_refused(self, make_pdf):
        def change(writer):
            writer.add_attachment("a.exe", b"MZ")

        with pytest.raises(NotReadable, match="does things"):
            recognise(make_pdf(change=change))

    def test_that_start_programs_are_refused(self, make_pdf):
        from pypdf.generic import DictionaryObject, NameObject

        def change(writer):
            action = DictionaryObject({NameObject("/S"): NameObject("/Launch")})
            writer.root_object[NameObject("/OpenAction")] = action

        with pytest.raises(NotReadable, match="does things"):
            recognise(make_pdf(change=change))

    def test_that_are_locked_are_refused(self, make_pdf):
        with pytest.raises(NotReadable):
            recognise(make_pdf(change=lambda writer: writer.encrypt("secret", algorithm="RC4-128")))

    def test_of_too_many_pages_or_none_are_refused(self, make_pdf):
        for pages in (0, 201):
            with pytest.raises(NotReadable):
                recognise(make_pdf(pages))

    def test_of_nothing_but_a_beginning_are_refused(self):
        with pytest.raises(NotReadable):
            recognise(b"%PDF-1.7\n%%EOF")


class TestAnythingElse:
    @pytest.mark.parametrize(
        "content",
        [b"", b"GIF89a", SVG, EICAR, b"PK\x03\x04", b"<html>", b"\xff\xd8\xff", b" %PDF-1.4"],
    )
    def test_is_refused(self, content):
        with pytest.raises(NotReadable):
            recognise(content)

    @given(
        st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"%PDF-1.4\n", b""]),
        st.binary(max_size=200),
    )
    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
    def test_of_random_bytes_is_refused_and_never_breaks_the_reader(self, start, noise):
        with pytest.raises(NotReadable):
            recognise(start + noise)

    def test_a_zip_bomb_in_a_png_costs_no_memory(self, make_png):
        bomb = zlib.compress(bytes(10_000_000))
        with pytest.raises(NotReadable):
            recognise(make_png(pixels=bomb))
