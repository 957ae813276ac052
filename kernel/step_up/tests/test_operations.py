"""What is approved is said in one sentence and bound by one digest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.step_up.digest import facts_digest
from kernel.step_up.operations import (
    MAX_FACT_LENGTH,
    OPERATIONS,
    FactsInvalid,
    OperationUnknown,
    check_facts,
    sentence_of,
)

PAYMENT = {"amount": "25.00", "currency": "EUR", "to_account": "DE1", "to_name": "Ada {x} Novak"}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
FACTS = st.dictionaries(TEXTS, TEXTS, max_size=4)


class TestOperations:
    @pytest.mark.parametrize("name", OPERATIONS)
    def test_each_says_all_its_facts_to_the_person(self, name):
        facts = {fact: f"<{fact}>" for fact in OPERATIONS[name].facts}
        sentence = sentence_of(operation=name, facts=facts)
        assert [fact for fact in facts if facts[fact] not in sentence] == []

    @pytest.mark.parametrize("name", OPERATIONS)
    def test_each_takes_its_own_facts_in_order(self, name):
        names = OPERATIONS[name].facts
        facts = check_facts(operation=name, facts=dict.fromkeys(reversed(names), "x"))
        assert tuple(facts) == names
        assert len(set(names)) == len(names)

    def test_a_payment_is_said_with_amount_and_payee(self):
        assert (
            sentence_of(operation="transfer_money", facts=PAYMENT)
            == "Pay 25.00 EUR to Ada {x} Novak (DE1)"
        )

    def test_another_operation_is_unknown(self):
        with pytest.raises(OperationUnknown):
            check_facts(operation="fly", facts={})

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"amount": None}, "facts.amount"),
            ({"amount": 25}, "facts.amount"),
            ({"to_name": ""}, "facts.to_name"),
            ({"to_name": "Ada\nNovak"}, "facts.to_name"),
            ({"to_name": "Ada \u202evil"}, "facts.to_name"),
            ({"to_name": "x" * (MAX_FACT_LENGTH + 1)}, "facts.to_name"),
            ({"more": "x"}, "facts"),
        ],
    )
    def test_facts_that_cannot_be_shown_as_they_are_are_refused(self, change, field):
        with pytest.raises(FactsInvalid) as refused:
            check_facts(operation="transfer_money", facts=PAYMENT | change)
        assert refused.value.field == field

    def test_a_missing_fact_is_refused(self):
        facts = {name: text for name, text in PAYMENT.items() if name != "to_account"}
        with pytest.raises(FactsInvalid):
            check_facts(operation="transfer_money", facts=facts)


EXPECTED = "6325a1f56f4ce9575696d45dc61840944eadfb09ccb3453b807c4f51008b7734"


class TestDigest:
    def test_is_what_other_programs_compute(self):
        # sha256sum of {"facts":{"field":"phone","value":"é"},"operation":"change_contact"}
        facts = {"value": "é", "field": "phone"}
        assert facts_digest(operation="change_contact", facts=facts) == EXPECTED

    @given(operation=TEXTS, facts=FACTS)
    def test_does_not_depend_on_the_order_of_the_facts(self, operation, facts):
        turned = dict(reversed(facts.items()))
        digest = facts_digest(operation=operation, facts=facts)
        assert digest == facts_digest(operation=operation, facts=turned)
        assert len(bytes.fromhex(digest)) == 32

    @given(first=st.tuples(TEXTS, FACTS), second=st.tuples(TEXTS, FACTS))
    def test_differs_for_other_facts(self, first, second):
        digests = {facts_digest(operation=name, facts=facts) for name, facts in (first, second)}
        assert len(digests) == (1 if first == second else 2)
