-- Who may write what. One database user per service; `bank_all` (SERVICE=all) gets the union.
-- Nobody may UPDATE or DELETE a posted transfer or entry. Only `migrator` has DDL.
-- Applied by `manage.py apply_grants` after each migration: it revokes first, so what is not here
-- is not granted.

-- Who you are.
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_user TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_user_role TO bank_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_refresh_use TO bank_auth;
GRANT SELECT, INSERT, UPDATE ON identity_notice TO bank_auth;
GRANT SELECT, INSERT ON identity_sign_in_event TO bank_auth;
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
GRANT SELECT, INSERT, UPDATE ON accounts_branch TO bank_accounts;
GRANT SELECT, INSERT, UPDATE ON accounts_account_type TO bank_accounts;
GRANT SELECT, INSERT, UPDATE ON accounts_account TO bank_accounts;

-- What your money earns, talking to the bank, planning.
GRANT SELECT, INSERT ON interest_rate TO bank_interest;
GRANT SELECT, INSERT, UPDATE ON support_announcement TO bank_support;
GRANT SELECT, INSERT, UPDATE, DELETE ON planning_category TO bank_planning;

-- The ledger: accounts opens and closes, transactions and interest post.
GRANT SELECT, INSERT, UPDATE ON ledger_account TO bank_accounts;
GRANT SELECT, UPDATE ON ledger_account TO bank_transactions, bank_interest;
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger_holder TO bank_accounts;
GRANT SELECT ON ledger_holder TO bank_transactions, bank_interest;
GRANT SELECT, INSERT, DELETE ON ledger_block TO bank_accounts, bank_transactions, bank_interest;
GRANT SELECT ON ledger_transfer TO bank_accounts;
GRANT SELECT, INSERT ON ledger_transfer TO bank_transactions, bank_interest;
GRANT SELECT ON ledger_entry TO bank_accounts;
GRANT SELECT, INSERT ON ledger_entry TO bank_transactions, bank_interest;
GRANT SELECT, INSERT ON ledger_note TO bank_transactions, bank_interest;
GRANT SELECT, INSERT ON ledger_request TO bank_accounts, bank_interest;
GRANT SELECT, INSERT, DELETE ON ledger_request TO bank_transactions;
GRANT SELECT, INSERT ON ledger_refusal TO bank_transactions;
GRANT SELECT, INSERT, UPDATE ON ledger_hold TO bank_transactions;
GRANT SELECT ON ledger_day TO bank_accounts, bank_interest;
GRANT SELECT, INSERT, UPDATE ON ledger_day TO bank_transactions;
GRANT SELECT ON ledger_day_balance TO bank_accounts, bank_interest;
GRANT SELECT, INSERT, UPDATE ON ledger_day_balance TO bank_transactions;
GRANT SELECT ON ledger_checkpoint TO bank_accounts, bank_interest;
GRANT SELECT, INSERT, UPDATE ON ledger_checkpoint TO bank_transactions;

-- Events: who makes them true writes them; transactions relays.
GRANT INSERT ON outbox_event TO bank_auth, bank_accounts, bank_interest, bank_support, bank_planning;
GRANT SELECT, INSERT, UPDATE ON outbox_event TO bank_transactions;
