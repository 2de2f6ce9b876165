-- What the latest collection could not read of an item: JSON list of {path, error, message}; null where all was read.
ALTER TABLE item ADD COLUMN unknown_parts TEXT;
