-- What the pages count and list by, so that a record of 100,000 events answers at once.
CREATE INDEX event_by_face ON event (day, type, status, home, background);
CREATE INDEX event_by_place ON event (place, country, lat, lon, status, day, id)
  WHERE lat IS NOT NULL;
CREATE INDEX event_by_known
  ON event (day, id, coalesce(first_published, substr(first_read_at, 1, 10)));
CREATE INDEX event_by_pair ON event (dyad, type, mode);
CREATE INDEX event_by_confidence ON event (confidence, id);
CREATE INDEX event_by_sources ON event (sources, day, id);
CREATE INDEX report_by_outlet ON report (outlet);
