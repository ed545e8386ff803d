// The actors page: the network of countries (sigma, laid out by d3) and a dyad's series.
"use strict";
{
  const paint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const rows = [...document.querySelectorAll("#edges tbody tr")].map((row) => ({
    ends: row.dataset.dyad.split("-"),
    names: row.cells[0].textContent.split(" – "),
    count: Number(row.dataset.count),
    mean: Number(row.dataset.mean),
  }));

  const layOut = (nodes, edges) => {
    d3.forceSimulation(nodes)
      .force("link", d3.forceLink(edges).id((n) => n.id).distance(60).strength(0.4))
      .force("charge", d3.forceManyBody().strength(-180))
      .force("x", d3.forceX().strength(0.06))
      .force("y", d3.forceY().strength(0.09))
      .stop()
      .tick(250);
  };

  const network = () => {
    const box = document.getElementById("net");
    const nodes = new Map();
    for (const { ends, names, count } of rows) {
      ends.forEach((id, at) => {
        const node = nodes.get(id) || { id, name: names[at], count: 0 };
        node.count += count;
        nodes.set(id, node);
      });
    }
    const links = rows.map(({ ends, count, mean }) => ({ source: ends[0], target: ends[1], count, mean }));
    layOut([...nodes.values()], links);
    const graph = new graphology.Graph({ type: "undirected" });
    const most = Math.max(...[...nodes.values()].map((n) => n.count));
    for (const n of nodes.values()) {
      graph.addNode(n.id, { x: n.x, y: -n.y, label: n.name, size: 5 + 11 * Math.sqrt(n.count / most), color: paint("--accent") });
    }
    const widest = Math.max(...rows.map((r) => r.count));
    for (const link of links) {
      const color = link.mean > 0.5 ? paint("--coop") : link.mean < -0.5 ? paint("--conf") : paint("--line-strong");
      graph.addEdge(link.source.id, link.target.id, { size: 1 + 5 * Math.sqrt(link.count / widest), color });
    }
    const view = new Sigma(graph, box, {
      labelColor: { color: paint("--ink") }, labelSize: 13, labelWeight: "500", labelFont: "system-ui, sans-serif",
      labelRenderedSizeThreshold: nodes.size > 40 ? 9 : 0, stagePadding: Math.min(95, box.clientWidth / 4), defaultDrawNodeHover: hover,
    });
    view.on("clickEdge", () => {});
    view.on("clickNode", ({ node }) => { location.href = `/events?country=${encodeURIComponent(node)}`; });
    box.dataset.drawn = String(nodes.size);
  };

  function hover(context, data, settings) {
    context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
    const width = context.measureText(data.label).width;
    context.fillStyle = paint("--hot");
    context.fillRect(data.x - data.size - 3, data.y - 11, width + 2 * data.size + 12, 22);
    context.fillStyle = paint("--accent");
    context.beginPath();
    context.arc(data.x, data.y, data.size, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = paint("--ink");
    context.fillText(data.label, data.x + data.size + 4, data.y + settings.labelSize / 3);
  }

  const tick = (date) => d3.utcFormat(date.getUTCDate() > 1 ? "%-d %b" : date.getUTCMonth() ? "%b" : "%Y")(date);

  const series = () => {
    const box = document.getElementById("series-chart");
    const days = [...document.querySelectorAll("#days tbody tr")].map((row) => ({
      day: new Date(`${row.dataset.day}${"2000-01-01".slice(row.dataset.day.length)}T00:00Z`),
      coop: Number(row.dataset.coop), conf: Number(row.dataset.conf),
    }));
    const draw = () => {
      const width = box.clientWidth, height = 240, left = 38, right = 10;
      const span = d3.extent(days, (d) => d.day);
      const x = d3.scaleUtc([d3.utcDay.offset(span[0], -2), d3.utcDay.offset(span[1], 2)], [left, width - right]);
      const y = d3.scaleLinear([Math.min(-1, d3.min(days, (d) => d.conf)), Math.max(1, d3.max(days, (d) => d.coop))], [height - 24, 10]).nice();
      const bar = Math.max(2, Math.min(14, (width - left) / (days.length * 2.2)));
      const svg = d3.create("svg").attr("width", width).attr("height", height).attr("role", "img")
        .attr("aria-label", `Cooperation and conflict on ${days.length} days; the table below holds the same`);
      svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - 22})`).call(d3.axisBottom(x).ticks(width / 90).tickFormat(tick));
      svg.append("g").attr("class", "axis").attr("transform", `translate(${left},0)`).call(d3.axisLeft(y).ticks(6));
      svg.append("line").attr("class", "lane").attr("x1", left).attr("x2", width - right).attr("y1", y(0)).attr("y2", y(0));
      for (const side of ["coop", "conf"]) {
        svg.append("g").attr("class", side).selectAll("rect").data(days.filter((d) => d[side])).join("rect").attr("class", "bar")
          .attr("x", (d) => x(d.day) - bar / 2).attr("width", bar)
          .attr("y", (d) => y(Math.max(0, d[side]))).attr("height", (d) => Math.abs(y(d[side]) - y(0)));
      }
      box.replaceChildren(svg.node());
    };
    draw();
    addEventListener("resize", draw);
    box.dataset.drawn = String(days.length);
  };

  if (document.getElementById("series-chart")) series();
  if (document.getElementById("net")) {
    try {
      network();
    } catch (trouble) {
      const box = document.getElementById("net");
      const line = document.createElement("p");
      line.className = "notice";
      line.textContent = "This browser cannot draw the network (no WebGL); the table below holds the same.";
      box.replaceChildren(line);
      box.classList.add("undrawn");
      box.nextElementSibling.open = true;
    }
  }
}
