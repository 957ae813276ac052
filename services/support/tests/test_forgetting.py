"""A person who is forgotten: what was written goes, and they can take it with them before."""

import json

import pytest
from django.utils import timezone

from kernel import personal
from services.support.models import Attachment, Draft, Message, Note, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def holding():
    return next(one for one in personal.holdings() if one.service == "support")


@pytest.fixture
def spoken(ada, agent, ticket, png):
    """Ada wrote, sent a file and rated; staff answered and noted."""
    raised = ticket(body="My secret")
    path = f"tickets/{raised['id']}"
    file = ada.upload(f"{path}/attachments", png, name="Letter").json()
    ada.post(f"{path}/messages", {"body": "See", "attachments": [file["id"]]})
    agent.post(f"{path}/notes", {"body": "She sounds cross", "version": 2})
    agent.post(f"{path}/messages", {"body": "Sorry", "version": 3, "status": "solved"})
    ada.put(f"{path}/rating", {"score": 3, "comment": "Well"})
    ada.put(f"{path}/drafts/reply", {"body": "One more"})
    return raised


def test_takes_away_what_was_written_and_no_notes_of_staff(holding, spoken, ada, ben):
    tables = {table.name: list(table.rows()) for table in holding.tables(ada.id)}
    assert [row["body"] for row in tables["ticket_messages"]] == ["My secret", "See", "Sorry"]
    assert [row["rating_comment"] for row in tables["tickets"]] == ["Well"]
    assert [row["name"] for row in tables["ticket_files"]] == ["Letter"]
    assert "cross" not in json.dumps(tables, default=str)
    assert all(list(table.rows()) == [] for table in holding.tables(ben.id))


def test_forgets_the_words_and_keeps_the_events(
    holding, spoken, ada, agent, ticket, ben, attachments_folder, django_capture_on_commit_callbacks
):
    other = ticket(by=ben, body="Mine")
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            holding.forget(person_id=ada.id, account_ids=[], now=timezone.now())
    forgotten = Ticket.objects.get(id=spoken["id"])
    assert (forgotten.subject, forgotten.rating_comment, forgotten.rating) == ("", "", 3)
    assert set(Message.objects.filter(ticket=forgotten).values_list("body", flat=True)) == {""}
    assert set(Note.objects.values_list("body", flat=True)) == {""}
    assert not Draft.objects.exists()
    assert bytes(Attachment.objects.get().data_key) == b""
    assert list(attachments_folder.rglob("*.sealed")) == []
    path = f"tickets/{spoken['id']}/attachments/{Attachment.objects.get().id}/content"
    assert agent.get(path).status_code == 404
    assert len(agent.get(f"tickets/{spoken['id']}/events").json()["results"]) > 4
    assert Message.objects.get(ticket=other["id"]).body == "Mine"
