"""What auth knows, one file per subject."""

from services.auth.queries.codes import find_owner_of_code
from services.auth.queries.directory import (
    DirectoryEntry,
    InvitationNotFound,
    PersonNotFound,
    find_person,
    list_invitations,
    list_people,
)
from services.auth.queries.notices import (
    NoticeNotFound,
    count_unread,
    list_notices,
    list_preferences,
)
from services.auth.queries.people import (
    Person,
    find_person_id,
    get_person,
    list_roles,
    person_exists,
)
from services.auth.queries.proofs import factor_of, last_factor, proofs_of
from services.auth.queries.roles import is_staff, is_staff_role, roles_for_session
from services.auth.queries.session_life import is_session_over, renew_session
from services.auth.queries.sign_in_log import CHAIN, content_of, list_activity, read_chain
from services.auth.queries.signing_keys import (
    PROVES_AFTER,
    Key,
    NoSigningKey,
    find_signing_key,
    forget_signing_keys,
    get_signing_key,
    kid_of,
    list_signing_keys,
    read_private_key,
    seal_context,
)
from services.auth.queries.staff import are_held_back, list_staff_roles
from services.auth.queries.users import get_user

__all__ = [
    "CHAIN",
    "PROVES_AFTER",
    "DirectoryEntry",
    "InvitationNotFound",
    "Key",
    "NoSigningKey",
    "NoticeNotFound",
    "Person",
    "PersonNotFound",
    "are_held_back",
    "content_of",
    "count_unread",
    "factor_of",
    "find_owner_of_code",
    "find_person",
    "find_person_id",
    "find_signing_key",
    "forget_signing_keys",
    "get_person",
    "get_signing_key",
    "get_user",
    "is_session_over",
    "is_staff",
    "is_staff_role",
    "kid_of",
    "last_factor",
    "list_activity",
    "list_invitations",
    "list_notices",
    "list_people",
    "list_preferences",
    "list_roles",
    "list_signing_keys",
    "list_staff_roles",
    "person_exists",
    "proofs_of",
    "read_chain",
    "read_private_key",
    "renew_session",
    "roles_for_session",
    "seal_context",
]
