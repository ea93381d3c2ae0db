-- +goose Up
-- Who may come in, and who is in. No secret lies here: of a password its argon2id hash, of a token its SHA-256.
--
--   account ──< login_session   ends by itself (idle, or expires_at), by log-out, or when the password changes
--      └──────< api_token       ends at expires_at, by revocation, or when the password changes
CREATE TABLE account (
    person_id       text NOT NULL PRIMARY KEY,      -- directory's person
    username        text NOT NULL,                  -- as login.foldUsername leaves it
    password_hash   text NOT NULL,
    must_change     boolean NOT NULL DEFAULT false, -- somebody else knows the password
    created_at      timestamp NOT NULL,
    password_set_at timestamp NOT NULL,
    last_login_at   timestamp,
    disabled_at     timestamp,
    CONSTRAINT a_username_opens_one_account UNIQUE (username),
    CONSTRAINT an_account_has_a_username CHECK (username <> ''),
    CONSTRAINT a_password_is_kept_as_an_argon2id_hash CHECK (password_hash LIKE '$argon2id$%')
);

CREATE TABLE login_session (
    token_hash text NOT NULL PRIMARY KEY, -- SHA-256 of the token, lower-case hex
    person_id  text NOT NULL REFERENCES account (person_id),
    address    text NOT NULL,             -- where the log-in came from
    created_at timestamp NOT NULL,
    used_at    timestamp NOT NULL,        -- to the minute, so that reading does not write
    expires_at timestamp NOT NULL,
    CONSTRAINT a_session_keeps_a_hash_and_no_token CHECK (length(token_hash) = 64),
    CONSTRAINT a_session_ends_after_it_begins CHECK (expires_at > created_at)
);
CREATE INDEX login_session_by_person ON login_session (person_id);
CREATE INDEX login_session_by_end ON login_session (expires_at);
CREATE INDEX login_session_by_use ON login_session (used_at);

CREATE TABLE api_token (
    id         text NOT NULL PRIMARY KEY, -- names the token in lists and revocations; opens nothing
    token_hash text NOT NULL,
    person_id  text NOT NULL REFERENCES account (person_id),
    name       text NOT NULL,             -- what it is for, in its owner's words
    created_at timestamp NOT NULL,
    used_at    timestamp NOT NULL,
    expires_at timestamp NOT NULL,
    CONSTRAINT a_token_is_issued_once UNIQUE (token_hash),
    CONSTRAINT a_token_has_a_name CHECK (name <> ''),
    CONSTRAINT an_api_token_keeps_a_hash_and_no_token CHECK (length(token_hash) = 64),
    CONSTRAINT a_token_ends_after_it_begins CHECK (expires_at > created_at)
);
CREATE INDEX api_token_by_person ON api_token (person_id);

-- How often a username was tried in vain from one address. Rows older than the window go with the next failure.
CREATE TABLE login_failure (
    attempt  text NOT NULL PRIMARY KEY, -- SHA-256 of username and address: no list of names that were typed
    failures integer NOT NULL,
    since    timestamp NOT NULL,
    CONSTRAINT a_failure_is_counted_from_one CHECK (failures >= 1)
);
CREATE INDEX login_failure_by_time ON login_failure (since);

-- +goose Down
DROP TABLE login_failure;
DROP TABLE api_token;
DROP TABLE login_session;
DROP TABLE account;
