-- The situation of each dyad, worked out from its events when a reading touches them. Everything
-- here is derived: it can be emptied and made anew.

-- To whose affairs an event belongs: one or two ISO 3166-1 alpha-3 codes, "USA-VEN"; '' for none.
CREATE TABLE situation_event (
  dyad TEXT NOT NULL,
  event TEXT NOT NULL,
  PRIMARY KEY (dyad, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX situation_event_by_event ON situation_event (event);

-- The two countries that a coded report is about.
CREATE TABLE situation_report (
  report TEXT PRIMARY KEY REFERENCES report (id),
  coding INTEGER NOT NULL,
  pair TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- `body` is the situation as JSON, without what only the calendar decides (overdue).
CREATE TABLE situation (
  dyad TEXT PRIMARY KEY,
  events INTEGER NOT NULL,
  commitments INTEGER NOT NULL,
  contradictions INTEGER NOT NULL,
  changes INTEGER NOT NULL,
  tracks TEXT NOT NULL,
  first_published TEXT,
  last_published TEXT,
  last_read_at TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX situation_by_events ON situation (events DESC, dyad);

CREATE TABLE situation_commitment (
  dyad TEXT NOT NULL REFERENCES situation (dyad) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  due TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (dyad, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX situation_commitment_by_state ON situation_commitment (state, due, dyad);

CREATE TABLE situation_contradiction (
  dyad TEXT NOT NULL REFERENCES situation (dyad) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  field TEXT NOT NULL,
  open INTEGER NOT NULL CHECK (open IN (0, 1)),
  published TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (dyad, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX situation_contradiction_by_day ON situation_contradiction (published, dyad);

CREATE TABLE situation_change (
  dyad TEXT NOT NULL REFERENCES situation (dyad) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  published TEXT,
  read_at TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (dyad, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX situation_change_by_day ON situation_change (published, dyad);
CREATE INDEX situation_change_by_read ON situation_change (read_at, dyad);

-- How far the above has come: the last row of event_version taken in, and a digest of the tracks'
-- files and of the form of the situation.
CREATE TABLE situation_mark (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  digest TEXT NOT NULL
) STRICT;
