-- When an answer about the item changes because time goes by: then the item is evaluated again. Null means never.
ALTER TABLE audit_item ADD COLUMN holds_until INTEGER;
