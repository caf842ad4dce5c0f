"""Small worlds of rules, stock and documents, drawn by hypothesis.

A world is plain data; `common_parity.py` builds it. Indexes mean products, places,
warehouses and rules of the built world, modulo how many there are.
"""

from hypothesis import strategies as st

PRODUCTS = 8
PARTS = 3
PLACES = 7
ROUTES = ("buy", "manufacture", "order", "resupply", "back")
OPEN_STATES = ("waiting", "confirmed", "partially_available", "assigned")
MOVE_STATES = (*OPEN_STATES, *OPEN_STATES, "draft", "cancel", "done")
# Around midnight, and in the middle of the day.
HOURS = ("00:00:00", "12:00:00", "23:59:59")

index = st.integers(0, 11)
product = st.integers(0, PRODUCTS - 1)
item = st.integers(0, PRODUCTS + PARTS - 1)
place = st.integers(0, PLACES - 1)
seldom = st.sampled_from((False, False, False, True))
days = st.sampled_from((0, 1, 3, 7, 30))
quantity = st.one_of(
    st.integers(1, 40).map(float),
    st.decimals("0.001", 90, places=3).map(float),
    st.sampled_from((0.1, 0.2, 1 / 3, 2 / 3, 1e-4, 1e6)),
)
signed = st.one_of(quantity, quantity.map(lambda value: -value))

masters = st.fixed_dictionaries(
    {
        "routes": st.lists(st.sampled_from(ROUTES), max_size=2, unique=True),
        "category": st.sampled_from((None, None, *ROUTES)),
        "vendors": st.lists(
            st.fixed_dictionaries(
                {
                    "delay": days,
                    "min_qty": st.sampled_from((0.0, 0.0, 5.0)),
                    "price": st.sampled_from((1.0, 2.0)),
                    "vendor": st.integers(0, 1),
                    "elsewhere": seldom,
                    "ended": seldom,
                    "of_variant": seldom,
                }
            ),
            max_size=3,
        ),
        "bills": st.lists(
            st.fixed_dictionaries(
                {
                    "parts": st.lists(
                        st.tuples(st.integers(0, PARTS - 1), quantity),
                        min_size=1,
                        max_size=3,
                    ),
                    "quantity": st.sampled_from((1.0, 2.0, 12.0)),
                    "kit": seldom,
                    "of_variant": seldom,
                    "any_company": seldom,
                    "produce_delay": days,
                    "days_to_prepare_mo": days,
                }
            ),
            max_size=2,
        ),
        "archived": seldom,
        "kind": st.sampled_from(("product",) * 8 + ("consu", "service")),
    }
)

rows = st.fixed_dictionaries(
    {
        "product": product,
        "place": st.integers(0, 4),
        "product_min_qty": st.one_of(st.just(0.0), signed),
        "product_max_qty": st.one_of(st.just(0.0), quantity),
        "qty_multiple": st.sampled_from((0.0, 1.0, 1.0, 0.3, 7.0, 12.0)),
        "trigger": st.sampled_from(("auto", "manual")),
        "snoozed": seldom,
        "route": st.sampled_from((None, None, *ROUTES)),
        "vendor": seldom,
        "bill": seldom,
        "policy": seldom,
        "purchase_visibility_days": st.sampled_from((0, 0, 0, 2, 20)),
        "manufacturing_visibility_days": st.sampled_from((0, 0, 0, 5)),
    }
)

moves = st.fixed_dictionaries(
    {
        "product": item,
        "source": place,
        "destination": place,
        "state": st.sampled_from(MOVE_STATES),
        "day": st.integers(-20, 45),
        "hour": st.sampled_from(HOURS),
        "quantity": quantity,
        "owner": seldom,
    }
)

quants = st.fixed_dictionaries(
    {
        "product": item,
        "place": place,
        "quantity": signed,
        "reserved": st.sampled_from((0.0, 1.0)),
        "lot": st.sampled_from((None, None, "fresh", "expired")),
        "owner": seldom,
    }
)

quotations = st.fixed_dictionaries(
    {
        "product": item,
        "warehouse": st.integers(0, 2),
        "quantity": quantity,
        "state": st.sampled_from(
            ("draft", "draft", "sent", "to approve", "purchase", "done", "cancel")
        ),
        "row": st.one_of(st.none(), index),
        "for_move": seldom,
        "dozens": seldom,
        "again": seldom,
    }
)

productions = st.fixed_dictionaries(
    {
        "row": index,
        "bill": index,
        "quantity": quantity,
        "state": st.sampled_from(
            ("draft", "draft", "draft", "confirmed", "done", "cancel")
        ),
        "dozens": seldom,
        "linked": st.sampled_from((True, True, False)),
    }
)

worlds = st.fixed_dictionaries(
    {
        "masters": st.lists(masters, min_size=PRODUCTS, max_size=PRODUCTS),
        "rows": st.lists(
            rows,
            min_size=6,
            max_size=16,
            unique_by=lambda row: (row["product"], row["place"]),
        ),
        "moves": st.lists(moves, min_size=10, max_size=30),
        "quants": st.lists(quants, min_size=5, max_size=15),
        "quotations": st.lists(quotations, min_size=2, max_size=6),
        "productions": st.lists(productions, min_size=1, max_size=3),
        "visibility": st.sampled_from((None, None, 3)),
        "company": st.fixed_dictionaries(
            {
                "days_to_purchase": st.sampled_from((0.0, 2.0)),
                "po_lead": st.sampled_from((0.0, 1.0)),
                "manufacturing_lead": st.sampled_from((0.0, 4.0)),
            }
        ),
        "back": seldom,
        "no_buying": seldom,
        "reader": st.sampled_from(("root", "user")),
        "way": st.sampled_from(("compute", "recompute", "show")),
        "companies": st.sampled_from(((0,), (0, 1), (1, 0))),
    }
)
