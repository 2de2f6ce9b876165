-- When an answer about the item changes because time goes by: then the item is evaluated again. Null means never.
ALTER TABLE audit_item ADD COLUMN holds_until INTEGER;

-- Whether a unit of collection was narrowed to some regions.
ALTER TABLE run_unit ADD COLUMN is_narrowed INTEGER NOT NULL DEFAULT 0;

UPDATE run_unit SET is_narrowed = 1 WHERE kind = 1 AND status = 3 AND failures = 0;

-- The scopes whose latest collection failed, whichever run that was in: a later run of other regions says nothing of them.
CREATE TABLE scope_failure (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    item_type TEXT NOT NULL,        -- '*': the account could not be opened
    unit_id INTEGER NOT NULL REFERENCES run_unit (id),
    scope TEXT NOT NULL,
    error_id TEXT NOT NULL,
    kind INTEGER NOT NULL,          -- ErrorKind
    message TEXT NOT NULL
);

CREATE INDEX scope_failure_unit ON scope_failure (account_id, item_type);

INSERT INTO scope_failure (account_id, item_type, unit_id, scope, error_id, kind, message)
SELECT u.account_id, u.item_type, u.id, f.scope, f.error_id, f.kind, f.message FROM run_failure f JOIN run_unit u ON u.id = f.unit_id
WHERE u.id IN (SELECT max(id) FROM run_unit WHERE kind = 1 AND status IN (2, 3, 4) AND is_narrowed = 0 GROUP BY account_id, item_type)
ORDER BY f.id;
