-- Networks that are known.
CREATE TABLE network (
    cidr TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    notes TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);

-- Settings can be for all rules with a tag: then rule_id is '*'.
ALTER TABLE rule_setting RENAME TO rule_setting_before;

CREATE TABLE rule_setting (
    rule_id TEXT NOT NULL,
    tag TEXT NOT NULL,              -- empty: the setting is for one rule
    account TEXT NOT NULL,          -- a wildcard of account names
    is_enabled INTEGER,
    score INTEGER,
    parameters TEXT NOT NULL,       -- JSON object
    reason TEXT,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (rule_id, tag, account)
);

INSERT INTO rule_setting (rule_id, tag, account, is_enabled, score, parameters, reason, updated_at)
SELECT rule_id, '', account, is_enabled, score, parameters, reason, updated_at FROM rule_setting_before;

DROP TABLE rule_setting_before;

-- The rules whose answers for a unit are those in issue and audit_gap. What they depend on beside the items is in the fingerprint.
CREATE TABLE audit_rule (
    account_id INTEGER NOT NULL REFERENCES account (id),
    item_type TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    uses INTEGER NOT NULL,          -- RuleUse: what the rule asked for beside items
    evaluated_at INTEGER NOT NULL,  -- when an audit last found the answers to hold
    PRIMARY KEY (account_id, item_type, rule_id)
);

-- The state in which an item was when all rules of audit_rule were evaluated on it; an item in another state is evaluated again.
CREATE TABLE audit_item (
    item_id INTEGER NOT NULL PRIMARY KEY REFERENCES item (id),
    revision_number INTEGER NOT NULL,
    complete_hash BLOB NOT NULL,
    name TEXT NOT NULL,
    unknown_parts TEXT
);

-- Rules that gave no answer about an item.
CREATE TABLE audit_gap (
    item_id INTEGER NOT NULL REFERENCES item (id),
    rule_id TEXT NOT NULL,
    kind INTEGER NOT NULL,          -- AuditGapKind
    reason TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (item_id, rule_id)
);
