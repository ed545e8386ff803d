-- The record's first form. Rows are added, never changed in meaning: a report coded anew gets a
-- new coding, and the old one stays with current = 0.
CREATE TABLE report (
  id TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,
  text TEXT NOT NULL,
  title TEXT,
  outlet TEXT,
  url TEXT,
  published TEXT,
  published_basis TEXT NOT NULL,
  published_reason TEXT NOT NULL,
  read_at TEXT NOT NULL,
  -- ISO 3166-1 alpha-3 codes of the countries that the report names, most often named first
  countries TEXT NOT NULL
) STRICT;

CREATE TABLE coding (
  id INTEGER PRIMARY KEY,
  report TEXT NOT NULL REFERENCES report (id),
  version TEXT NOT NULL,
  coded_at TEXT NOT NULL,
  current INTEGER NOT NULL CHECK (current IN (0, 1)),
  UNIQUE (report, version)
) STRICT;

CREATE TABLE event (
  coding INTEGER NOT NULL REFERENCES coding (id),
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  type TEXT NOT NULL,
  mode TEXT,
  act_type TEXT,
  status TEXT NOT NULL,
  background INTEGER NOT NULL,
  date_start TEXT,
  date_end TEXT,
  country TEXT,
  confidence REAL NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (coding, id)
) STRICT;
CREATE INDEX event_by_id ON event (id);
CREATE INDEX event_by_date ON event (date_end);

CREATE TABLE participant (
  coding INTEGER NOT NULL,
  event TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
  position INTEGER NOT NULL,
  actor TEXT NOT NULL,
  name TEXT NOT NULL,
  country TEXT,
  PRIMARY KEY (coding, event, role, position),
  FOREIGN KEY (coding, event) REFERENCES event (coding, id)
) STRICT;
CREATE INDEX participant_by_actor ON participant (actor);
CREATE INDEX participant_by_country ON participant (country);

CREATE TABLE failure (
  source TEXT NOT NULL,
  message TEXT NOT NULL,
  read_at TEXT NOT NULL,
  PRIMARY KEY (source, message)
) STRICT;

CREATE VIRTUAL TABLE report_words USING fts5 (
  title, text, content = 'report', tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER report_words_insert AFTER INSERT ON report BEGIN
  INSERT INTO report_words (rowid, title, text) VALUES (new.rowid, new.title, new.text);
END;
