"""Names that are nearly the same: one vendor or product that was entered twice.

Names are compared inside blocks only (vendors of one product, products of one
category), and in these only with their neighbours, so the work grows with the number of
names.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations

Words = tuple[str, ...]

#: How alike two names have to be, as difflib counts it.
ALIKE = 0.9
#: How alike two words have to be that stand for each other.
ALIKE_WORDS = 0.85
#: In how many words two names may differ.
SLIPS = 2
#: Words of so many letters are either the same or different: S and L, left and lift.
SHORT = 3
#: In a block each name is compared with so many that follow it.
NEIGHBOURS = 20
#: Of so many that are all the same every pair is told, of more each with the first.
ALL_PAIRS = 4

# What stands behind a company's name and is left out on one occasion or another.
_LEGAL_FORMS = frozenset(
    "ab ag aps as asa bv bvba co company corp corporation cv doo eg ek eurl gbr gmbh "
    "inc incorporated kft kg kgaa kk lda limitada limited llc llp lp ltd ltda mbh nv "
    "oe og ohg oy oyj plc pllc pte pty pvt rl sa sapi sarl sas sasu sc sca scs se sia "
    "sl slu snc spa spj spzoo sprl srl sro uab ug vof zoo zrt".split()
)
# Letters that Unicode does not take apart.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_ACCENTS = re.compile("[\u0300-\u036f]")
# Numbers keep their decimals; "S.A." and "SA" are the same.
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
_POINT = re.compile(r"(?<=\w)\.(?=\w|\s|$)|['’`]")
_WORD = re.compile(r"[^\W_]+(?:\x00[^\W_]+)*")


def name_words(name: str, company: bool = False) -> Words:
    """Return the words of a name as they are compared.

    Parameters
    ----------
    name : str
        As people wrote it; may be empty.
    company : bool
        Leave out the legal form at its end.

    Returns
    -------
    tuple of str
        Without case, accents and punctuation.

    Examples
    --------
    >>> name_words("Müller & Söhne GmbH & Co. KG", company=True)
    ('muller', 'sohne')
    >>> name_words("Acme, S.A.", company=True) == name_words("ACME SA", company=True)
    True
    >>> name_words("Cable 1,5 mm²")
    ('cable', '1.5', 'mm2')
    """
    text = name.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = _ACCENTS.sub("", text).translate(_LETTERS)
    text = _POINT.sub("", _DECIMAL.sub("\x00", text))
    words = [word.replace("\x00", ".") for word in _WORD.findall(text)]
    if company:
        while len(words) > 1 and words[-1] in _LEGAL_FORMS:
            words.pop()
    return tuple(words)


def are_near(first: Words, second: Words) -> bool:
    """Tell whether two names are nearly the same.

    Their words are the same in any order or written together, or differ by a slip of
    the pen in long words. Another number, size or short word is another name.

    Examples
    --------
    >>> are_near(("azure", "interior"), ("interiors", "azure"))
    True
    >>> are_near(("office", "chair", "left"), ("office", "chair", "right"))
    False
    """
    if not first or not second:
        return False
    if len(first) != len(second):
        return "".join(first) == "".join(second)
    ours, theirs = _apart(first, second), _apart(second, first)
    if len(ours) > SLIPS or not all(map(_same_word, ours, theirs)):
        return False
    if not ours:
        return True
    return _ratio(" ".join(sorted(first)), " ".join(sorted(second))) >= ALIKE


def near_pairs(
    words: Sequence[Words], blocks: Iterable[Sequence[int]]
) -> set[tuple[int, int]]:
    """Return which names of the same block are nearly the same.

    Parameters
    ----------
    words : sequence of n tuples of str
        See :func:`name_words`; one without words is like no other.
    blocks : iterable of sequences of int
        Indexes of names that are compared with each other.

    Returns
    -------
    set of (int, int)
        Pairs of indexes, the smaller one first.

    Examples
    --------
    >>> names = ["Desk", "Lampshade", "desk.", "Lampshades"]
    >>> sorted(near_pairs([name_words(name) for name in names], [[0, 1, 2, 3]]))
    [(0, 2), (1, 3)]
    """
    pairs: set[tuple[int, int]] = set()
    seen: dict[tuple[Words, Words], bool] = {}
    for block in blocks:
        for members in _comparable(words, block):
            for first, second in _neighbours(members):
                key = (first, second)
                if key not in seen:
                    seen[key] = are_near(first, second)
                if seen[key]:
                    pairs.add(_ordered(members[first][0], members[second][0]))
            for same in members.values():
                pairs.update(pairs_of(same))
    return pairs


def pairs_of(group: Iterable[int]) -> list[tuple[int, int]]:
    """Return the pairs of a group whose members are all the same; few, if it is large.

    Examples
    --------
    >>> pairs_of([7, 3, 5])
    [(3, 5), (3, 7), (5, 7)]
    >>> pairs_of(range(6))
    [(0, 1), (0, 2), (0, 3), (0, 4), (0, 5)]
    """
    members = sorted(set(group))
    if len(members) <= ALL_PAIRS:
        return list(combinations(members, 2))
    return [(members[0], other) for other in members[1:]]


def _comparable(
    words: Sequence[Words], block: Iterable[int]
) -> Iterator[Mapping[Words, list[int]]]:
    """Yield {words: indexes} of the names of a block that hold the same numbers."""
    parts: dict[Words, dict[Words, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index in block:
        if words[index]:
            parts[_numbers(words[index])][words[index]].append(index)
    yield from parts.values()


def _numbers(words: Words) -> Words:
    return tuple(sorted(word for word in words if not word.isalpha()))


def _neighbours(names: Iterable[Words]) -> Iterator[tuple[Words, Words]]:
    """Yield pairs of different names that are close in alphabetical order."""
    ordered = sorted(names)
    for place, first in enumerate(ordered):
        for second in ordered[place + 1 : place + 1 + NEIGHBOURS]:
            yield first, second


def _apart(words: Words, others: Words) -> list[str]:
    """Return the words that are not among the others, in alphabetical order."""
    rest = list(others)
    left = []
    for word in words:
        if word in rest:
            rest.remove(word)
        else:
            left.append(word)
    return sorted(left)


@lru_cache(maxsize=100_000)
def _same_word(first: str, second: str) -> bool:
    """Tell whether a slip of the pen may be all that two words differ by."""
    if min(len(first), len(second)) <= SHORT:
        return False
    if not (first.isalpha() and second.isalpha()):
        return False
    return _ratio(first, second) >= ALIKE_WORDS


def _ratio(first: str, second: str) -> float:
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _ordered(first: int, second: int) -> tuple[int, int]:
    return (first, second) if first < second else (second, first)
