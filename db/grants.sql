-- Who may write what. One database user per service; `bank_all` (SERVICE=all) gets the union.
-- Nobody may UPDATE or DELETE a posted transfer or entry. Only `migrator` has DDL.
-- Applied by `manage.py apply_grants` after each migration: it revokes first, so what is not here
-- is not granted.

-- Who you are.
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_user TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_user_role TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_refresh_use TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_notice TO bank_auth;
GRANT SELECT, INSERT, UPDATE ON identity_notice_preference TO bank_auth;
GRANT SELECT, INSERT ON identity_sign_in_event TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_one_time_code TO bank_auth;
GRANT SELECT, INSERT, DELETE ON identity_authenticator_use TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_code_lock TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_signing_key TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_invitation TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_step_up TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_emailaddress TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON account_emailconfirmation TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON mfa_authenticator TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON usersessions_usersession TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON allauth_idp_oidc_client TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON allauth_idp_oidc_token TO bank_auth;
GRANT SELECT, INSERT ON auth_group TO bank_auth;
GRANT SELECT ON auth_permission TO bank_auth;
GRANT SELECT ON auth_group_permissions TO bank_auth;
GRANT SELECT ON django_content_type TO bank_auth;

-- What you hold.
GRANT SELECT, INSERT, UPDATE ON accounts_customer TO bank_accounts;
GRANT SELECT, INSERT, DELETE ON accounts_search_token TO bank_accounts;
GRANT SELECT, INSERT, UPDATE ON accounts_address TO bank_accounts;
GRANT SELECT, INSERT, UPDATE ON accounts_document TO bank_accounts;
GRANT SELECT, INSERT ON accounts_check TO bank_accounts;
GRANT SELECT, INSERT ON accounts_decision TO bank_accounts;
GRANT SELECT, INSERT, UPDATE ON accounts_import TO bank_accounts;
GRANT SELECT, INSERT, UPDATE, DELETE ON accounts_takeout TO bank_accounts;
GRANT SELECT, INSERT, UPDATE ON accounts_branch TO bank_accounts;
GRANT SELECT, INSERT, UPDATE, DELETE ON accounts_branch_staff TO bank_accounts;
GRANT SELECT, INSERT ON accounts_account_type TO bank_accounts;
GRANT SELECT, INSERT ON accounts_account_type_version TO bank_accounts;
GRANT SELECT, INSERT, UPDATE ON accounts_application TO bank_accounts;
GRANT SELECT, INSERT, UPDATE ON accounts_account TO bank_accounts;
GRANT SELECT, INSERT, UPDATE ON accounts_freeze TO bank_accounts;
GRANT SELECT, INSERT, UPDATE ON accounts_holder_invitation TO bank_accounts;
GRANT SELECT, INSERT ON accounts_closed_account TO bank_accounts;
GRANT SELECT, INSERT ON accounts_restoration TO bank_accounts;

GRANT SELECT, INSERT, UPDATE ON transactions_batch TO bank_transactions;
GRANT SELECT, INSERT, UPDATE (reference) ON transactions_batch_item TO bank_transactions;

-- What your money earns, talking to the bank, planning.
GRANT SELECT, INSERT ON interest_rate TO bank_interest;
GRANT SELECT, INSERT ON interest_tier TO bank_interest;
-- What was accrued, corrected and booked is never changed or removed; runs and their chunks move on.
GRANT SELECT, INSERT ON interest_accrual TO bank_interest;
GRANT SELECT, INSERT ON interest_correction TO bank_interest;
GRANT SELECT, INSERT ON interest_posting TO bank_interest;
GRANT SELECT, INSERT, UPDATE ON interest_deposit TO bank_interest;
GRANT SELECT, INSERT, UPDATE ON interest_run TO bank_interest;
GRANT SELECT, INSERT, UPDATE ON interest_run_chunk TO bank_interest;
GRANT SELECT, INSERT, UPDATE ON support_announcement TO bank_support;
GRANT SELECT, INSERT, UPDATE ON support_reading TO bank_support;
GRANT SELECT, INSERT, UPDATE ON support_ticket TO bank_support;
-- What happened is never changed or removed; of what was said, the text goes with an erasure.
GRANT SELECT, INSERT ON support_ticket_event TO bank_support;
GRANT SELECT, INSERT, UPDATE (body) ON support_message TO bank_support;
GRANT SELECT, INSERT, UPDATE (body) ON support_note TO bank_support;
GRANT SELECT, INSERT, UPDATE ON support_attachment TO bank_support;
GRANT SELECT, INSERT, UPDATE, DELETE ON support_draft TO bank_support;
GRANT SELECT, INSERT, DELETE ON support_link TO bank_support;
GRANT SELECT, INSERT, UPDATE ON support_measure TO bank_support;
GRANT SELECT, INSERT ON support_service_level TO bank_support;
GRANT SELECT, INSERT, UPDATE ON support_queue TO bank_support;
GRANT SELECT, INSERT, UPDATE ON support_agent TO bank_support;
GRANT SELECT, INSERT, DELETE ON support_agent_queue TO bank_support;
GRANT SELECT, INSERT, UPDATE ON support_canned_reply TO bank_support;
GRANT SELECT, INSERT, UPDATE ON support_macro TO bank_support;
-- support looks up whose a transaction is, and for a dispute that two people settle it places a hold
-- or posts a provisional credit (ADR 0013).
GRANT SELECT, UPDATE ON ledger_account TO bank_support;
GRANT SELECT ON ledger_holder TO bank_support;
GRANT SELECT, INSERT ON ledger_transfer TO bank_support;
GRANT SELECT, INSERT ON ledger_entry TO bank_support;
GRANT SELECT, INSERT ON ledger_note TO bank_support;
GRANT SELECT, INSERT ON ledger_request TO bank_support;
GRANT SELECT, INSERT, UPDATE ON ledger_hold TO bank_support;
GRANT SELECT ON ledger_day TO bank_support;
GRANT SELECT, INSERT, UPDATE, DELETE ON planning_category TO bank_planning;
GRANT SELECT, INSERT, UPDATE, DELETE ON planning_record TO bank_planning;
GRANT SELECT, INSERT, DELETE ON planning_record_change TO bank_planning;
GRANT SELECT, INSERT, UPDATE, DELETE ON planning_rule TO bank_planning;
GRANT SELECT, INSERT, UPDATE, DELETE ON planning_plan TO bank_planning;
GRANT SELECT, INSERT, UPDATE, DELETE ON planning_planner TO bank_planning;
GRANT SELECT, INSERT, UPDATE, DELETE ON planning_share TO bank_planning;
GRANT SELECT, INSERT, DELETE ON planning_alert TO bank_planning;
GRANT SELECT, INSERT, UPDATE ON planning_daily_rate TO bank_planning;
GRANT SELECT, INSERT, UPDATE, DELETE ON planning_goal TO bank_planning;
GRANT SELECT, INSERT, UPDATE, DELETE ON planning_budget TO bank_planning;
-- planning reads movements, holds and balances, and moves nothing.
GRANT SELECT ON ledger_account TO bank_planning;
GRANT SELECT ON ledger_holder TO bank_planning;
GRANT SELECT ON ledger_transfer TO bank_planning;
GRANT SELECT ON ledger_entry TO bank_planning;
GRANT SELECT ON ledger_note TO bank_planning;
GRANT SELECT ON ledger_hold TO bank_planning;

-- Moving money: what cash is on paper and what became of an order are never changed or removed.
GRANT SELECT, INSERT ON transactions_cash_movement TO bank_transactions;
GRANT SELECT, INSERT, UPDATE ON transactions_receipt_counter TO bank_transactions;
GRANT SELECT, INSERT, UPDATE ON transactions_payer TO bank_transactions;
GRANT SELECT, INSERT, UPDATE ON transactions_payee TO bank_transactions;
GRANT SELECT, INSERT, UPDATE ON transactions_limit TO bank_transactions;
GRANT SELECT, INSERT, UPDATE ON transactions_limit_use TO bank_transactions;
GRANT SELECT, INSERT, UPDATE ON transactions_standing_order TO bank_transactions;
GRANT SELECT, INSERT, UPDATE ON transactions_order_execution TO bank_transactions;
-- Of an issued statement only the holder's name can go, once they are forgotten.
GRANT SELECT, INSERT, UPDATE (title) ON transactions_statement TO bank_transactions;
GRANT SELECT, INSERT, UPDATE ON transactions_statement_file TO bank_transactions;
GRANT SELECT, INSERT, UPDATE ON transactions_statement_run TO bank_transactions;
GRANT SELECT, INSERT, UPDATE ON transactions_fee_charge TO bank_transactions;

-- Programs that are told; what was posted to them is let go of after a while.
GRANT SELECT, INSERT, UPDATE ON transactions_webhook TO bank_transactions;
GRANT SELECT, INSERT, UPDATE, DELETE ON transactions_webhook_delivery TO bank_transactions;

-- Reports that come by themselves; what was told of is never changed.
GRANT SELECT, INSERT, UPDATE ON transactions_report_schedule TO bank_transactions;
GRANT SELECT, INSERT ON transactions_report_run TO bank_transactions;

-- The ledger: accounts opens, closes and sweeps; transactions and interest post.
GRANT SELECT, INSERT, UPDATE ON ledger_account TO bank_accounts;
GRANT SELECT, UPDATE ON ledger_account TO bank_transactions, bank_interest;
-- What products cost and allow is agreed by accounts and read by who moves money.
GRANT SELECT, INSERT ON ledger_product_terms TO bank_accounts;
GRANT SELECT ON ledger_product_terms TO bank_transactions;
GRANT SELECT, INSERT, UPDATE ON ledger_terms_version TO bank_accounts;
GRANT SELECT ON ledger_terms_version TO bank_transactions;
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger_holder TO bank_accounts;
GRANT SELECT ON ledger_holder TO bank_transactions, bank_interest;
GRANT SELECT, INSERT, DELETE ON ledger_block TO bank_accounts, bank_transactions, bank_interest;
-- accounts posts the one transfer that empties an account before it is closed (ADR 0009).
GRANT SELECT, INSERT ON ledger_transfer TO bank_accounts, bank_transactions, bank_interest;
GRANT SELECT, INSERT ON ledger_entry TO bank_accounts, bank_transactions, bank_interest;
GRANT SELECT, INSERT ON ledger_note TO bank_interest;
-- What people wrote about a payment is erased with them; the transfer stays.
GRANT SELECT, INSERT, DELETE ON ledger_note TO bank_transactions;
GRANT SELECT, INSERT ON ledger_request TO bank_accounts, bank_interest;
GRANT SELECT, INSERT, DELETE ON ledger_request TO bank_transactions;
GRANT SELECT, INSERT, DELETE ON ledger_refusal TO bank_transactions;
GRANT SELECT, INSERT, UPDATE ON ledger_hold TO bank_transactions;
GRANT SELECT, INSERT ON ledger_capture TO bank_transactions;
GRANT SELECT, INSERT ON ledger_seal TO bank_transactions;
GRANT SELECT, INSERT ON ledger_seal_block TO bank_transactions;
GRANT SELECT ON ledger_day TO bank_accounts, bank_interest;
GRANT SELECT, INSERT, UPDATE ON ledger_day TO bank_transactions;
GRANT SELECT ON ledger_day_balance TO bank_accounts, bank_interest;
GRANT SELECT, INSERT, UPDATE ON ledger_day_balance TO bank_transactions;
GRANT SELECT ON ledger_checkpoint TO bank_accounts, bank_interest;
GRANT SELECT, INSERT, UPDATE ON ledger_checkpoint TO bank_transactions;

-- Events: who makes them true writes them; transactions relays.
GRANT INSERT ON outbox_event TO bank_auth, bank_accounts, bank_interest, bank_support, bank_planning;
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox_event TO bank_transactions;
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox_delivery TO bank_transactions;

-- The audit: everybody adds, nobody rewrites. A chain's head moves on with each row.
GRANT SELECT, INSERT ON audit_edit TO bank_auth, bank_accounts, bank_transactions, bank_interest, bank_support, bank_planning;
GRANT SELECT, INSERT, UPDATE ON audit_chain TO bank_auth, bank_accounts, bank_transactions, bank_interest, bank_support, bank_planning;

-- Four eyes, and the proofs of fresh factors that were used.
GRANT SELECT, INSERT, UPDATE ON approvals_request TO bank_auth, bank_accounts, bank_transactions, bank_interest, bank_support, bank_planning;
GRANT SELECT, INSERT ON step_up_use TO bank_auth, bank_accounts, bank_interest, bank_support, bank_planning;
GRANT SELECT, INSERT, DELETE ON step_up_use TO bank_transactions;
