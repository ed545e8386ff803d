-- Reports that are rows of somebody else's event data: of which file and form, and the row's own id
-- for its event. All other reports were read.
CREATE TABLE imported (
  report TEXT PRIMARY KEY REFERENCES report (id) DEFERRABLE INITIALLY DEFERRED,
  file TEXT NOT NULL,
  form TEXT NOT NULL,
  row TEXT NOT NULL
) STRICT, WITHOUT ROWID;
