"""Files of other banks' programs, and thousands that are nearly one, against the XSD itself."""

from __future__ import annotations

import copy
import os
from pathlib import Path

import pytest
from lxml import etree

from services.transactions.pain import PaymentFileInvalid, read_file

SAMPLES = Path(
    os.environ.get("SAMPLES_PATH", Path(__file__).parents[4] / "shared" / "data" / "samples")
)
CREDITS = ("pain.001.001.03", "pain.001.001.09")
DEBITS = ("pain.008.001.02", "pain.008.001.08")
# What may stand in an element instead of its text.
TEXTS = (
    *("", " ", "x", "0", "-1", "1.00", " 1.00 ", "1e5", "NaN", "EUR", "2026-02-30", "2026-02-28"),
    *("2026-02-28T10:00:00", "2026-02-28Z", "TRF", "CHK", "true", "DE89370400440532013000"),
    *("x" * 35, "x" * 36, "x" * 140, "x" * 141, "\u20ac", "9" * 16, "10.123456"),
)
# What is the bank's own rule, and no rule of the schema: a part of the file may be lost.
OWN_RULES = ("NbOfTxs says", "CtrlSum says")


def sample(name):
    path = SAMPLES / "pain" / f"{name}.sample.xml"
    if not path.exists():
        pytest.skip(f"there is no {path.name}; SAMPLES_PATH names the folder of the samples")
    return path.read_bytes()


def schema(name):
    return etree.XMLSchema(etree.parse(str(SAMPLES / "pain" / "xsd" / f"{name}.xsd")))


def without(one):
    one.getparent().remove(one)


def twice(one):
    one.addnext(copy.deepcopy(one))


def later(one):
    one.getnext().addnext(one)


def renamed(one):
    one.tag = f"{{{etree.QName(one).namespace}}}Surprise"


def of_another_namespace(one):
    one.tag = f"{{urn:another}}{etree.QName(one).localname}"


def with_more_in_it(one):
    etree.SubElement(one, f"{{{etree.QName(one).namespace}}}Surprise")


def with_an_attribute(one):
    one.set("Surprise", "1")


def saying(text):
    def change(one):
        one.text = text

    return change


def in_currency(code):
    def change(one):
        one.set("Ccy", code)

    return change


def changes_of(element):
    """Yield the changes that make sense for an element, each with its name."""
    for change in (renamed, of_another_namespace, with_more_in_it, with_an_attribute):
        yield change.__name__, change
    if element.getparent() is not None:
        yield "without", without
        yield "twice", twice
        if element.getnext() is not None:
            yield "later", later
    if len(element) == 0:
        for text in TEXTS:
            yield f"saying {text!r}", saying(text)
    if "Ccy" in element.attrib:
        for code in ("", "eur", "EURO", "XYZ"):
            yield f"in {code!r}", in_currency(code)


def changed(content):
    """Yield what was done and the file that came of it, for every element of a file."""
    root = etree.fromstring(content)
    for number, element in enumerate(root.iter(etree.Element)):
        for name, change in changes_of(element):
            fresh = copy.deepcopy(root)
            change(list(fresh.iter(etree.Element))[number])
            written = etree.tostring(fresh, xml_declaration=True, encoding="UTF-8")
            yield f"{etree.QName(element).localname} {name}", written


def verdict(content):
    """Return None when a file is read, else the line and the reason."""
    try:
        read_file(content)
    except PaymentFileInvalid as refusal:
        return refusal.extra["line"], refusal.detail
    return None


class TestSamples:
    @pytest.mark.parametrize("name", CREDITS)
    def test_that_the_schema_takes_are_read(self, name):
        content = sample(name)
        assert schema(name).validate(etree.fromstring(content))
        file = read_file(content)
        assert [(one.amount, one.currency) for one in file.credits] == [
            ("10.12", "EUR"),
            ("50", "EUR"),
        ]
        assert not any(one.unsupported for one in file.credits)

    @pytest.mark.parametrize("name", DEBITS)
    def test_of_direct_debits_are_refused_by_line(self, name):
        content = sample(name)
        assert schema(name).validate(etree.fromstring(content))
        line, reason = verdict(content)
        assert line == 2
        assert "no Document of" in reason

    @pytest.mark.parametrize("name", CREDITS)
    def test_changed_in_any_way_are_read_exactly_when_the_schema_takes_them(self, name):
        content, rules = sample(name), schema(name)
        counts = {"read": 0, "refused": 0}
        for what, file in changed(content):
            found = verdict(file)
            if rules.validate(etree.fromstring(file)):
                assert found is None or any(own in found[1] for own in OWN_RULES), (what, found)
                counts["read"] += 1
            else:
                assert found is not None, (what, rules.error_log.last_error)
                assert 1 <= found[0] <= file.count(b"\n") + 1
                assert f"Line {found[0]}" in found[1]
                counts["refused"] += 1
        assert min(counts.values()) > 50, counts
