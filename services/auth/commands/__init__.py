"""What auth can do, one file per use case."""

from services.auth.commands.deliver_notice import deliver_notice
from services.auth.commands.purge_expired import purge_expired
from services.auth.commands.record_sign_in import record_sign_in
from services.auth.commands.register_person import (
    EmailTaken,
    PhoneInvalid,
    UnderAge,
    parse_phone,
    register_person,
    require_adult,
)
from services.auth.commands.seed_people import create_person
from services.auth.commands.use_refresh_token import use_refresh_token

__all__ = [
    "EmailTaken",
    "PhoneInvalid",
    "UnderAge",
    "create_person",
    "deliver_notice",
    "parse_phone",
    "purge_expired",
    "record_sign_in",
    "register_person",
    "require_adult",
    "use_refresh_token",
]
