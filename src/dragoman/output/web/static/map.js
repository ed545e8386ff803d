// The map: places of events on an outline of the world that comes with the page.
"use strict";
{
  const box = document.getElementById("map");
  const escaped = (words) => {
    const span = document.createElement("span");
    span.textContent = words;
    return span;
  };

  const popup = (place) => {
    const body = document.createElement("div");
    const title = document.createElement("b");
    title.textContent = place.name;
    const count = document.createElement("p");
    count.textContent = `${place.count} event${place.count === 1 ? "" : "s"}, ${place.real} happened`
      + (place.uncertain ? `; only the ${place.precision} is known` : "");
    const link = document.createElement("a");
    const query = new URLSearchParams(new URL(box.dataset.source, location).search);
    query.set("place", place.name);
    link.href = `/events?${query}`;
    link.textContent = "Show its events";
    body.append(title, count, link);
    return body;
  };

  const icon = (place) => {
    const size = Math.round(18 + 7 * Math.log10(place.count) + (place.count > 99 ? 6 : 0));
    const name = place.uncertain ? "vague" : place.real === 0 ? "unreal" : "";
    return L.divIcon({
      className: `place ${name}`.trim(),
      html: escaped(place.count > 1 ? String(place.count) : ""),
      iconSize: [size, size],
    });
  };

  const draw = async () => {
    const [view, world] = await Promise.all([box.dataset.source, box.dataset.world].map(async (path) => {
      const answer = await fetch(path);
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }));
    box.replaceChildren();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(box, {
      worldCopyJump: true, minZoom: 1, maxZoom: 9, zoomAnimation: !still, fadeAnimation: !still,
      markerZoomAnimation: !still, attributionControl: true,
    });
    map.attributionControl.setPrefix("").addAttribution("Natural Earth; GeoNames");
    L.geoJSON(topojson.feature(world, world.objects.countries), {
      interactive: false, style: () => ({ className: "land" }),
    }).addTo(map);
    const places = view.places.slice().reverse();
    for (const place of places) {
      L.marker([place.lat, place.lon], {
        icon: icon(place), title: place.name, alt: `${place.name}, ${place.count} events`, keyboard: places.length <= 100,
      }).bindPopup(() => popup(place)).addTo(map);
    }
    const heaviest = view.places.slice(0, 40).map((place) => [place.lat, place.lon]);
    map.fitBounds(heaviest, { padding: [40, 40], maxZoom: 5, animate: false });
    box.dataset.drawn = String(places.length);
  };

  if (box) {
    draw().catch(() => {
      const line = document.createElement("p");
      line.className = "notice";
      line.textContent = "The map could not be drawn; the list below holds the same.";
      box.replaceChildren(line);
    });
  }
}
