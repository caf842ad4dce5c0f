"""Names that are nearly the same."""

import pytest

from planning.exceptions import names
from planning.exceptions.names import are_near, name_words, near_pairs, pairs_of


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Acme GmbH", "ACME"),
        ("Acme, Inc.", "Acme Incorporated"),
        ("Acme B.V.", "Acme bv"),
        ("Acme S.p.A.", "Acme SpA"),
        ("Société Générale S.à r.l.", "Societe Generale"),
        ("Schmidt Technik & Co. KG", "Schmitt Technik Co KG"),
        ("Nordic Træ ApS", "Nordic Trae"),
        ("Azure Interior", "Azure Interiors Ltd."),
        ("Interior Azure", "Azure Interior"),
        ("Interiors Azure", "Azure Interior"),
        ("Wood Corner", "Woodcorner"),
        ("O'Brien Tools", "OBrien Tools"),
        ("Straßenbau Söhne", "Strassenbau Sohne"),
        ("Северсталь Групп", "СЕВЕРСТАЛЬ ГРУПП"),
    ],
)
def test_one_vendor_twice(first, second):
    assert are_near(name_words(first, company=True), name_words(second, company=True))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Acme", "Apex"),
        ("Acme Tools", "Acme Paints"),
        ("Acme", "Acme Logistics"),
        ("Volume Vendor 11", "Volume Vendor 12"),
        ("Vendor A", "Vendor B"),
        ("Deco Addict North", "Deco Addict South"),
        ("", ""),
        ("???", "!!!"),
        ("GmbH", "AG"),
    ],
)
def test_two_vendors(first, second):
    assert not are_near(
        name_words(first, company=True), name_words(second, company=True)
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Office Chair, black", "Office chair (black)"),
        ("Ofice Chair black", "Office Chair black"),
        ("Cable 1.5 mm", "Cable 1,5 mm"),
        ("Screwdriver set", "Screw-driver set"),
    ],
)
def test_one_product_twice(first, second):
    assert are_near(name_words(first), name_words(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Screw M6", "Screw M8"),
        ("Cable 1.5 mm", "Cable 15 mm"),
        ("Shirt blue L", "Shirt blue XL"),
        ("Shirt blue XL", "Shirt blue XXL"),
        ("Armrest left for office chair", "Armrest right for office chair"),
        ("Desk lamp black", "Desk lamp white"),
        ("Office chair", "Office chain"),
        ("Steel AG", "Steel"),
        ("Desk 2 drawers 160", "Desk 3 drawers 160"),
    ],
)
def test_two_products(first, second):
    assert not are_near(name_words(first), name_words(second))


def test_a_legal_form_alone_is_a_name():
    assert name_words("SE Electronics", company=True) == ("se", "electronics")
    assert name_words("Co. Ltd.", company=True) == ("co",)


def test_only_names_of_one_block_are_compared():
    words = [name_words(name) for name in ("Desk", "DESK", "Lamp", "desk")]
    assert near_pairs(words, [[0, 2], [1, 3]]) == {(1, 3)}
    assert near_pairs(words, [[0, 1, 2], [3, 1]]) == {(0, 1), (1, 3)}
    assert near_pairs(words, []) == set()


def test_the_same_pair_of_two_blocks_is_told_once():
    words = [name_words("Azure Interior"), name_words("Azure Interiors")]
    assert near_pairs(words, [[0, 1], [1, 0]]) == {(0, 1)}


def test_a_slip_is_found_among_many():
    words = [name_words(f"Part {chr(97 + n % 26) * 5} {n // 26}") for n in range(2000)]
    words += [name_words("Bearing housing"), name_words("Bearing houssing")]
    assert near_pairs(words, [range(len(words))]) == {(2000, 2001)}


def test_many_that_are_the_same_are_told_in_few_pairs():
    words = [("desk",)] * 500
    assert len(near_pairs(words, [range(500)])) == 499
    assert pairs_of([4, 4]) == []


def test_work_grows_with_the_number_of_names(monkeypatch):
    compared = []

    def count(first, second):
        compared.append((first, second))
        return False

    monkeypatch.setattr(names, "are_near", count)
    letters = "abcdefghij"
    words = [
        (letters[n % 10] * 6, letters[n // 10 % 10] * 6, letters[n // 100] * 6)
        for n in range(1000)
    ]
    near_pairs(words, [range(1000), range(1000)])
    assert len(compared) <= 1000 * names.NEIGHBOURS
    assert len(set(compared)) == len(compared)
