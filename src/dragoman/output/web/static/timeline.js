// The timeline: four lanes from cooperation to conflict; marks one by one, or counts where many.
"use strict";
{
  const box = document.getElementById("timeline");
  const LANES = (box ? box.dataset.lanes : "").split("; ").map((lane) => {
    const [name, types] = lane.split(": ");
    return [name, (types || "").split(" ")];
  });
  const laneOf = new Map(LANES.flatMap(([, types], lane) => types.map((type) => [type, lane])));
  const REAL = new Set(["occurred", "ongoing"]);
  const range = document.querySelector("[data-range]");
  const buttons = [...document.querySelectorAll("[data-zoom]")];
  const LEFT = 12, RIGHT = 12, BOTTOM = 26, GAP = 9;
  const toDate = (day) => new Date(`${day}${"2000-01-01".slice(day.length)}T00:00Z`);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const tick = (date) => d3.utcFormat(date.getUTCDate() > 1 ? "%-d %b" : date.getUTCMonth() ? "%b %Y" : "%Y")(date);

  const fetchView = async (since, until) => {
    const url = new URL(box.dataset.source, location);
    if (since) url.searchParams.set("since", since);
    if (until) url.searchParams.set("until", until);
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const start = async () => {
    let view = await fetchView();
    const whole = view;
    const first = d3.utcDay.offset(toDate(whole.first), -3), last = d3.utcDay.offset(toDate(whole.last), 4);
    const base = d3.scaleUtc([first, last], [0, 1]);
    let x = base.copy(), transform = d3.zoomIdentity, pending = 0, asked = "";
    box.replaceChildren();
    const frame = document.createElement("div");
    frame.className = "chart";
    box.append(frame);
    const svg = d3.select(frame).append("svg").attr("role", "group")
      .attr("aria-label", `Timeline of ${whole.total} events; the list below holds the same`);
    const lanes = svg.append("g"), body = svg.append("g"), axis = svg.append("g").attr("class", "axis");

    const draw = () => {
      const width = frame.clientWidth;
      base.range([LEFT, width - RIGHT]);
      x = transform.rescaleX(base);
      const heights = view.unit === "event" ? marks(width) : bars(width);
      let top = 0;
      const tops = heights.map((height) => { const at = top; top += height; return at; });
      const height = top + BOTTOM;
      svg.attr("width", width).attr("height", height);
      body.selectAll("g.lane-body").attr("transform", (_, lane) => `translate(0,${tops[lane]})`);
      lanes.selectAll("line").data(tops).join("line").attr("class", "lane").attr("x2", width).attr("y1", (t) => t).attr("y2", (t) => t);
      lanes.selectAll("text").data(LANES).join("text").attr("class", "lane-name").attr("x", LEFT).attr("y", (_, lane) => tops[lane] + 16).text(([name]) => name);
      axis.attr("transform", `translate(0,${top})`).call(d3.axisBottom(x).ticks(Math.max(3, width / 110)).tickFormat(tick).tickSizeOuter(0));
      const [from, to] = x.domain();
      range.textContent = `${from.toISOString().slice(0, 10)} to ${to.toISOString().slice(0, 10)}`;
    };

    const layers = (cells) => body.selectAll("g.lane-body").data(cells).join("g").attr("class", (_, lane) => `lane-body ${lane < 2 ? "coop" : "conf"}`);

    const marks = (width) => {
      const columns = LANES.map(() => new Map());
      const seen = LANES.map(() => []);
      const wide = 13;
      for (const point of view.points) {
        const at = x(toDate(point.day));
        if (at < -20 || at > width + 20) continue;
        const lane = laneOf.get(point.type);
        const column = Math.round(at / wide);
        const level = columns[lane].get(column) || 0;
        columns[lane].set(column, level + 1);
        seen[lane].push({ ...point, x: at, level });
      }
      const heights = columns.map((column) => Math.max(64, 30 + wide * Math.max(0, ...column.values()) + GAP));
      const groups = layers(seen);
      groups.selectAll("rect").remove();
      groups.selectAll("a").data((cell) => cell, (p) => p.id).join((enter) => {
        const link = enter.append("a").attr("href", (p) => `/events/${encodeURIComponent(p.id)}`);
        link.append("title").text((p) => `${p.day}: ${p.type}${p.mode ? " " + p.mode : ""}, ${p.status}. ${p.label}`);
        link.append("use").attr("href", (p) => `#st-${p.status}`).attr("width", 13).attr("height", 13);
        return link;
      }).attr("tabindex", view.points.length > 200 ? -1 : null).select("use")
        .attr("x", (p) => p.x - 6.5).attr("y", function (p) { return heights[laneOf.get(p.type)] - GAP - 13 - p.level * wide; });
      return heights;
    };

    const bars = (width) => {
      const tall = 74, step = { day: d3.utcDay, month: d3.utcMonth, year: d3.utcYear }[view.unit];
      const cells = LANES.map(() => new Map());
      for (const bin of view.bins) {
        const cell = cells[laneOf.get(bin.type)];
        const sum = cell.get(bin.day) || { day: bin.day, real: 0, open: 0 };
        sum[REAL.has(bin.status) ? "real" : "open"] += bin.count;
        cell.set(bin.day, sum);
      }
      const most = Math.max(1, ...cells.flatMap((cell) => [...cell.values()].map((b) => b.real + b.open)));
      const y = d3.scaleSqrt([0, most], [0, tall - 12]);
      const groups = layers(cells.map((cell) => [...cell.values()].flatMap((b) => {
        const from = toDate(b.day), left = x(from), right = x(step.offset(from, 1));
        if (right < 0 || left > width) return [];
        const wide = Math.max(1, right - left - (right - left > 4 ? 1 : 0));
        const low = y(b.real), all = y(b.real + b.open);
        return [["", 0, low, b.real, "happened"], ["open", low, all, b.open, "did not, or not yet"]].filter((p) => p[3])
          .map(([kind, from_, to, count, words]) => ({ key: b.day + kind, kind, left, wide, from: from_, to, words: `${b.day}: ${count} ${words}` }));
      })));
      groups.selectAll("a").remove();
      groups.selectAll("rect").data((cell) => cell, (b) => b.key).join((enter) => {
        const rect = enter.append("rect");
        rect.append("title");
        return rect;
      }).attr("class", (b) => `bar ${b.kind}`).attr("x", (b) => b.left).attr("width", (b) => b.wide)
        .attr("y", (b) => tall + 18 - b.to).attr("height", (b) => Math.max(1, b.to - b.from)).select("title").text((b) => b.words);
      return LANES.map(() => tall + 20);
    };

    // Nearer in, the same stretch holds fewer events: ask again, so that they come one by one.
    const refresh = async () => {
      const [from, to] = x.domain().map((date) => date.toISOString().slice(0, 10));
      const wanted = transform.k <= 1.01 ? "" : `${from} ${to}`;
      if (whole.unit === "event" || wanted === asked) return;
      asked = wanted;
      try {
        const answer = wanted ? await fetchView(from, to) : whole;
        if (asked === wanted) { view = answer; draw(); }
      } catch { say("The timeline could not be fetched; what you see has not changed."); }
    };

    // History told on the side lies years back: open on the stretch where most events are.
    const open = () => {
      const days = view.unit === "event"
        ? view.points.filter((p) => !p.background).map((p) => +toDate(p.day))
        : view.bins.flatMap((b) => Array(Math.ceil(b.count / Math.max(1, whole.total / 2000))).fill(+toDate(b.day)));
      days.sort((a, b) => a - b);
      const from = d3.quantileSorted(days, 0.02), to = d3.quantileSorted(days, 0.98);
      const day = 86400000, margin = Math.max(2 * day, (to - from) * 0.08);
      const share = (to - from + 2 * margin) / (last - first);
      if (!(share < 0.6)) return;
      zoom.transform(svg, d3.zoomIdentity.translate(LEFT, 0).scale(1 / share).translate(-base(new Date(from - margin)), 0));
    };

    const zoom = d3.zoom().scaleExtent([1, 4000]).translateExtent([[0, 0], [frame.clientWidth, 100]]).extent([[0, 0], [frame.clientWidth, 100]])
      .filter((event) => (event.type === "wheel" ? event.ctrlKey || event.shiftKey || event.metaKey : !event.button))
      .on("zoom", (event) => {
        transform = event.transform;
        draw();
        clearTimeout(pending);
        pending = setTimeout(refresh, 250);
      });
    svg.call(zoom).on("dblclick.zoom", null);
    const moved = (change) => change(still ? svg : svg.transition().duration(200));
    const actions = {
      in: () => moved((s) => zoom.scaleBy(s, 2)), out: () => moved((s) => zoom.scaleBy(s, 0.5)),
      back: () => moved((s) => zoom.translateBy(s, frame.clientWidth / 3 / transform.k, 0)),
      on: () => moved((s) => zoom.translateBy(s, -frame.clientWidth / 3 / transform.k, 0)),
      all: () => moved((s) => zoom.transform(s, d3.zoomIdentity)),
    };
    for (const button of buttons) {
      button.disabled = false;
      button.addEventListener("click", actions[button.dataset.zoom]);
    }
    addEventListener("resize", draw);
    draw();
    open();
    box.dataset.drawn = view.unit;
  };

  if (box) {
    start().catch(() => {
      const line = document.createElement("p");
      line.className = "notice";
      line.textContent = "The timeline could not be drawn; the list below holds the same.";
      box.replaceChildren(line);
    });
  }
}
