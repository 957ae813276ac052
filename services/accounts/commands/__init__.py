"""What the accounts service does. One file per use case."""

from services.accounts.commands.branches import (
    assign_staff,
    create_branch,
    release_staff,
    update_branch,
)
from services.accounts.commands.change_product import ask_to_add_product, ask_to_change_product
from services.accounts.commands.close_account import close_account
from services.accounts.commands.decide_application import approve_application, reject_application
from services.accounts.commands.decide_customer import decide_customer, record_check, undo_decision
from services.accounts.commands.dormancy import mark_dormant_accounts, reactivate_account
from services.accounts.commands.erase_customer import ask_for_erasure, erase_customer
from services.accounts.commands.freeze_account import freeze_account, unfreeze_account
from services.accounts.commands.holders import (
    accept_invitation,
    end_invitation,
    list_invitations,
    remove_holder,
    set_holder,
)
from services.accounts.commands.importing.import_table import (
    run_import,
    run_waiting_imports,
    take_file,
)
from services.accounts.commands.keep_documents import decide_document, upload_document
from services.accounts.commands.move_address import end_address, move_address
from services.accounts.commands.open_account import open_account
from services.accounts.commands.register_customer import (
    CustomerExists,
    PossibleDuplicates,
    register_at_counter,
    register_customer,
)
from services.accounts.commands.restore_account import ask_to_restore
from services.accounts.commands.reveal_customer import (
    export_customer,
    open_document,
    reveal_customer,
)
from services.accounts.commands.rotate_keys import rotate_keys
from services.accounts.commands.set_overdraft import set_overdraft
from services.accounts.commands.update_account import update_account
from services.accounts.commands.update_customer import update_customer, update_own_contact
from services.accounts.models import Customer

__all__ = [
    "Customer",
    "CustomerExists",
    "PossibleDuplicates",
    "accept_invitation",
    "approve_application",
    "ask_for_erasure",
    "ask_to_add_product",
    "ask_to_change_product",
    "ask_to_restore",
    "assign_staff",
    "close_account",
    "create_branch",
    "decide_customer",
    "decide_document",
    "end_address",
    "end_invitation",
    "erase_customer",
    "export_customer",
    "freeze_account",
    "list_invitations",
    "mark_dormant_accounts",
    "move_address",
    "open_account",
    "open_document",
    "reactivate_account",
    "record_check",
    "register_at_counter",
    "register_customer",
    "reject_application",
    "release_staff",
    "remove_holder",
    "reveal_customer",
    "rotate_keys",
    "run_import",
    "run_waiting_imports",
    "set_holder",
    "set_overdraft",
    "take_file",
    "undo_decision",
    "unfreeze_account",
    "update_account",
    "update_branch",
    "update_customer",
    "update_own_contact",
    "upload_document",
]
