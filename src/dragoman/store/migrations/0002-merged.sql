-- Events merged across reports. What was coded in one report is a mention; what mentions of all
-- reports tell of one act is an event. Rows of `telling`, `block`, `shingle`, `edge` and `event`
-- are derived: they can be worked out anew from reports, mentions and decisions. Nothing that a
-- report or an analyst has said is ever deleted.
ALTER TABLE event RENAME TO mention;
ALTER TABLE participant RENAME TO mention_participant;
ALTER TABLE mention_participant RENAME COLUMN event TO mention;
DROP INDEX event_by_id;
DROP INDEX event_by_date;
DROP INDEX participant_by_actor;
DROP INDEX participant_by_country;
CREATE INDEX mention_by_id ON mention (id);
CREATE INDEX mention_by_date ON mention (date_end);
CREATE INDEX mention_participant_by_actor ON mention_participant (actor);
CREATE INDEX mention_participant_by_country ON mention_participant (country);
CREATE INDEX report_by_date ON report (published, id);
CREATE INDEX report_by_read ON report (read_at);

-- 1 once the mentions of a coding have been compared with those of other reports.
ALTER TABLE coding ADD COLUMN merged INTEGER NOT NULL DEFAULT 0 CHECK (merged IN (0, 1));
CREATE INDEX coding_to_merge ON coding (merged) WHERE merged = 0;

-- What a report is compared by: a vector of its heaviest words (JSON), the shingles of its text and
-- of its opening (uint64, little-endian).
CREATE TABLE fingerprint (
  report TEXT PRIMARY KEY REFERENCES report (id),
  words TEXT NOT NULL,
  shingles BLOB NOT NULL,
  opening BLOB NOT NULL,
  sampled INTEGER NOT NULL
) STRICT;

-- A fixed sample of each report's shingles: reports that share enough of it are looked at.
CREATE TABLE shingle (
  hash INTEGER NOT NULL,
  report TEXT NOT NULL REFERENCES report (id),
  PRIMARY KEY (hash, report)
) STRICT, WITHOUT ROWID;

-- Two reports that say for the most part the same words; `report` < `other`.
CREATE TABLE copy (
  report TEXT NOT NULL REFERENCES report (id),
  other TEXT NOT NULL REFERENCES report (id),
  containment REAL NOT NULL,
  jaccard REAL NOT NULL,
  PRIMARY KEY (report, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_by_other ON copy (other);

-- A mention of a current coding as merging sees it (JSON), and the keys that bring it together
-- with others.
CREATE TABLE telling (
  mention TEXT PRIMARY KEY,
  report TEXT NOT NULL REFERENCES report (id),
  coding INTEGER NOT NULL REFERENCES coding (id),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX telling_by_report ON telling (report);
CREATE TABLE block (
  key TEXT NOT NULL,
  mention TEXT NOT NULL REFERENCES telling (mention) ON DELETE CASCADE,
  PRIMARY KEY (key, mention)
) STRICT, WITHOUT ROWID;
CREATE INDEX block_by_mention ON block (mention);

-- Two mentions that were compared and are alike enough to matter; `a` < `b`.
CREATE TABLE edge (
  a TEXT NOT NULL REFERENCES telling (mention) ON DELETE CASCADE,
  b TEXT NOT NULL REFERENCES telling (mention) ON DELETE CASCADE,
  score REAL NOT NULL,
  features TEXT NOT NULL,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX edge_by_b ON edge (b);

-- What an analyst decided of mentions: that they tell one event, or do not. Append-only: what is
-- taken back gets a withdrawal.
CREATE TABLE decision (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('join', 'split')),
  note TEXT NOT NULL,
  made_at TEXT NOT NULL
) STRICT;
CREATE TABLE decision_pair (
  decision INTEGER NOT NULL REFERENCES decision (id),
  a TEXT NOT NULL,
  b TEXT NOT NULL,
  PRIMARY KEY (decision, a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_pair_by_a ON decision_pair (a);
CREATE INDEX decision_pair_by_b ON decision_pair (b);
CREATE TABLE withdrawal (
  decision INTEGER PRIMARY KEY REFERENCES decision (id),
  note TEXT NOT NULL,
  made_at TEXT NOT NULL
) STRICT;

-- One act in the world. `dyad` is one or two ISO 3166-1 alpha-3 codes of its participants in
-- alphabetical order ("USA-VEN"), '' for none; `home` the dyad to whose affairs it belongs:
-- `dyad`, completed by the pair of countries that its reports name most. `body` is the event as
-- JSON without its mentions.
CREATE TABLE event (
  id TEXT PRIMARY KEY,
  lead TEXT NOT NULL,
  type TEXT NOT NULL,
  mode TEXT,
  act_type TEXT,
  status TEXT NOT NULL,
  background INTEGER NOT NULL,
  date_start TEXT,
  date_end TEXT,
  lat REAL,
  lon REAL,
  place TEXT,
  country TEXT,
  dyad TEXT NOT NULL,
  home TEXT NOT NULL,
  confidence REAL NOT NULL,
  sources INTEGER NOT NULL,
  first_published TEXT,
  last_published TEXT,
  first_read_at TEXT NOT NULL,
  last_read_at TEXT NOT NULL,
  -- the day by which a view pages: of the act, else of the first publication
  day TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX event_by_day ON event (day, id);
CREATE INDEX event_by_home ON event (home, day, id);
CREATE INDEX event_by_dyad ON event (dyad, day, id);
CREATE INDEX event_by_type ON event (type, day, id);
CREATE INDEX event_by_status ON event (status, day, id);
CREATE INDEX event_by_read ON event (last_read_at);

-- Which event a mention tells. `shown` is 0 for a mention whose report is a near copy of one that
-- tells the event in the same words.
CREATE TABLE event_mention (
  mention TEXT PRIMARY KEY,
  event TEXT NOT NULL REFERENCES event (id) DEFERRABLE INITIALLY DEFERRED,
  shown INTEGER NOT NULL CHECK (shown IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX event_mention_by_event ON event_mention (event);

CREATE TABLE participant (
  event TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
  position INTEGER NOT NULL,
  actor TEXT NOT NULL,
  name TEXT NOT NULL,
  country TEXT,
  PRIMARY KEY (event, role, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_by_actor ON participant (actor);
CREATE INDEX participant_by_country ON participant (country);

-- Every form that an event has had: append-only. `gone` is 1 when its mentions went to other
-- events; `home` serves to tell which dyads a reading has touched.
CREATE TABLE event_version (
  number INTEGER PRIMARY KEY,
  event TEXT NOT NULL,
  read_at TEXT NOT NULL,
  home TEXT NOT NULL,
  gone INTEGER NOT NULL CHECK (gone IN (0, 1)),
  mentions TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX event_version_by_event ON event_version (event, number);
CREATE INDEX event_version_by_read ON event_version (read_at);

-- The sentences that tell events, for search; once for each mention's id.
CREATE VIRTUAL TABLE mention_words USING fts5 (
  mention UNINDEXED, sentence, tokenize = "porter unicode61 remove_diacritics 2"
);
INSERT INTO mention_words (mention, sentence)
  SELECT mention.id, substr(
    report.text,
    json_extract(mention.body, '$.sentence.start') + 1,
    json_extract(mention.body, '$.sentence.end') - json_extract(mention.body, '$.sentence.start')
  ) FROM mention JOIN coding ON coding.id = mention.coding JOIN report ON report.id = coding.report
  GROUP BY mention.id;
