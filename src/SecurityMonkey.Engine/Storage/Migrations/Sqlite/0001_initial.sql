-- Times are Unix milliseconds, UTC. Booleans are 0 and 1. Hashes are SHA-256, 32 bytes.

CREATE TABLE store_setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    identifier TEXT NOT NULL,
    is_active INTEGER NOT NULL,
    is_third_party INTEGER NOT NULL,
    notes TEXT,
    fields TEXT NOT NULL,           -- JSON object: values of the type's custom fields
    item_types TEXT NOT NULL,       -- JSON list of wildcards; empty means all
    regions TEXT NOT NULL,          -- likewise
    excluded_names TEXT NOT NULL,   -- JSON list of wildcards
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    removed_at INTEGER              -- a removed account keeps its history
);

CREATE UNIQUE INDEX account_name ON account (lower(name)) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX account_identifier ON account (lower(type), lower(identifier));

-- The ledger: one row a run, one row for each unit (account x item type) of it.
CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind INTEGER NOT NULL,          -- RunKind
    status INTEGER NOT NULL,        -- RunStatus
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    host TEXT NOT NULL,
    process_id INTEGER NOT NULL,
    module_version TEXT NOT NULL
);

CREATE TABLE run_unit (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES run (id),
    kind INTEGER NOT NULL,          -- RunKind, as in run
    account_id INTEGER NOT NULL REFERENCES account (id),
    item_type TEXT NOT NULL,
    status INTEGER NOT NULL,        -- RunStatus
    started_at INTEGER,
    finished_at INTEGER,
    seen INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX run_unit_run ON run_unit (run_id);
CREATE INDEX run_unit_last ON run_unit (account_id, item_type, kind, status);

-- Two runs never work on the same unit at the same time.
CREATE UNIQUE INDEX run_unit_exclusive ON run_unit (kind, account_id, item_type) WHERE status = 1;

CREATE TABLE run_failure (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES run_unit (id),
    scope TEXT NOT NULL,
    error_id TEXT NOT NULL,
    kind INTEGER NOT NULL,          -- ErrorKind
    message TEXT NOT NULL
);

CREATE INDEX run_failure_unit ON run_failure (unit_id);

-- A part of a unit's list that is read as a whole: a region, a document.
CREATE TABLE scope (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    item_type TEXT NOT NULL,
    name TEXT NOT NULL,
    completed_at INTEGER            -- when it was last read to its end
);

CREATE UNIQUE INDEX scope_identity ON scope (account_id, item_type, name);

CREATE TABLE config (
    hash BLOB NOT NULL PRIMARY KEY,
    json TEXT NOT NULL              -- canonical
);

CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    item_type TEXT NOT NULL,
    region TEXT NOT NULL,
    native_id TEXT NOT NULL,
    name TEXT NOT NULL,
    scope_id INTEGER NOT NULL REFERENCES scope (id),
    is_active INTEGER NOT NULL,     -- 0: deleted
    is_in_scope INTEGER NOT NULL,   -- 0: account, item type, region or name is no longer collected
    revision_number INTEGER NOT NULL,
    complete_hash BLOB NOT NULL,
    durable_hash BLOB NOT NULL,
    current_json TEXT,              -- the latest configuration, where it differs from the latest revision's in ephemeral values
    first_seen_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,  -- exact when the item was last written; its scope knows better while it is active
    changed_at INTEGER NOT NULL,
    ephemeral_at INTEGER
);

CREATE UNIQUE INDEX item_identity ON item (account_id, item_type, native_id, region);

CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES item (id),
    number INTEGER NOT NULL,
    is_active INTEGER NOT NULL,     -- 0: tombstone
    complete_hash BLOB REFERENCES config (hash),
    durable_hash BLOB,
    unit_id INTEGER NOT NULL REFERENCES run_unit (id),
    created_at INTEGER NOT NULL,
    chain_hash BLOB NOT NULL        -- over this revision and the chain hash of the one before
);

CREATE UNIQUE INDEX revision_number ON revision (item_id, number);
CREATE INDEX revision_unit ON revision (unit_id);

-- Each unit that wrote revisions seals them together with the previous seal of its account.
CREATE TABLE seal (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    unit_id INTEGER NOT NULL REFERENCES run_unit (id),
    created_at INTEGER NOT NULL,
    hash BLOB NOT NULL
);

CREATE INDEX seal_account ON seal (account_id, id);

CREATE TABLE issue (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES item (id),
    rule_id TEXT NOT NULL,
    discriminator TEXT NOT NULL,
    status INTEGER NOT NULL,        -- IssueStatus
    closed_reason TEXT NOT NULL,
    score INTEGER NOT NULL,
    title TEXT NOT NULL,
    message TEXT NOT NULL,
    evidence TEXT NOT NULL,
    first_seen_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,  -- exact when the issue was last written; the ledger knows better while it is open
    fixed_at INTEGER,
    reopened_at INTEGER,
    reopen_count INTEGER NOT NULL DEFAULT 0,
    justification TEXT,
    justified_by TEXT,
    justified_at INTEGER,
    justified_until INTEGER,
    expired_at INTEGER,             -- when an audit noticed that the justification had ended
    ticket TEXT
);

CREATE UNIQUE INDEX issue_identity ON issue (item_id, rule_id, discriminator);

CREATE TABLE issue_event (
    id INTEGER PRIMARY KEY,
    issue_id INTEGER NOT NULL REFERENCES issue (id),
    run_id INTEGER REFERENCES run (id),
    created_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL
);

CREATE INDEX issue_event_issue ON issue_event (issue_id);

CREATE TABLE rule_setting (
    rule_id TEXT NOT NULL,
    account TEXT NOT NULL,          -- a wildcard of account names
    is_enabled INTEGER,
    score INTEGER,
    parameters TEXT NOT NULL,       -- JSON object
    reason TEXT,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (rule_id, account)
);
