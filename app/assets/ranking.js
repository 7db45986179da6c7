// The ranked table of irritants. Every text arrives written and is set as text, never as markup.

const COLLAPSED_ROWS = 12;
const SVG = "http://www.w3.org/2000/svg";

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined && text !== null) node.textContent = text;
  return node;
}

function shape(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

// A bar from zero to the estimate, and a line over its interval.
function impactBar(cell, axis, verdict) {
  const width = 120, height = 18, middle = height / 2;
  const x = (value) => ((value - axis.low) / (axis.high - axis.low)) * width;
  const bar = shape("svg", { viewBox: `0 0 ${width} ${height}`, width, height, class: `bar ${verdict}`, "aria-hidden": "true" });
  const left = Math.min(x(0), x(cell.value)), right = Math.max(x(0), x(cell.value));
  bar.append(shape("rect", { x: left, y: middle - 4, width: Math.max(right - left, 0.75), height: 8, class: "fill" }));
  bar.append(shape("line", { x1: x(0), x2: x(0), y1: 0, y2: height, class: "zero" }));
  if (cell.low !== null && cell.high !== null) {
    bar.append(shape("line", { x1: x(cell.low), x2: x(cell.high), y1: middle, y2: middle, class: "interval" }));
    for (const end of [cell.low, cell.high]) {
      bar.append(shape("line", { x1: x(end), x2: x(end), y1: middle - 3, y2: middle + 3, class: "interval" }));
    }
  }
  return bar;
}

function estimate(cell, axis, verdict) {
  const box = element("div", "gauge");
  if (axis && cell.value !== null) box.append(impactBar(cell, axis, verdict));
  const figures = element("div", "figures");
  figures.append(element("span", "value", cell.text));
  if (cell.interval) figures.append(element("span", "span", cell.interval));
  box.append(figures);
  return box;
}

function bodyCell(column, row, data, open) {
  const cell = element("td", `${column.id} ${column.kind}`);
  const content = row.cells[column.id];
  cell.dataset.label = column.label;
  if (column.kind === "name") {
    const link = element("a", "open", content.text);
    link.href = row.href;
    link.title = data.open_help;
    link.addEventListener("click", (event) => {
      event.stopPropagation();
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      open(row.code);
    });
    cell.append(link, element("span", "family", content.family));
  } else if (column.kind === "verdict") {
    const badge = element("span", `badge ${row.verdict}`, content.text);
    badge.title = content.help;
    cell.append(badge);
  } else if (column.kind === "estimate") {
    cell.append(estimate(content, column.axis, row.verdict));
    if (content.trend) cell.classList.add(content.trend);
  } else {
    const figures = element("div", "figures");
    figures.append(element("span", "value", content.text));
    if (content.under) figures.append(element("span", "span", content.under));
    cell.append(figures);
  }
  return cell;
}

function sortedRows(data, sort) {
  if (!sort.column) return data.rows;
  const value = (row) => row.cells[sort.column].value;
  // What has no figure stays last, whichever way the others go.
  return [...data.rows].sort((a, b) => {
    const x = value(a), y = value(b);
    if (x === null || y === null) return (x === null) - (y === null);
    return (x < y ? -1 : x > y ? 1 : 0) * sort.direction;
  });
}

function headerCell(column, sort, onSort) {
  const cell = element("th", `${column.id} ${column.kind}`);
  cell.scope = "col";
  const button = element("button", "sort", column.label);
  button.type = "button";
  button.title = column.help;
  if (column.unit) button.append(element("span", "unit", column.unit));
  if (sort.column === column.id) {
    cell.setAttribute("aria-sort", sort.direction < 0 ? "descending" : "ascending");
  }
  button.addEventListener("click", () => onSort(column));
  cell.append(button);
  return cell;
}

function draw(root, data, state, send) {
  const redraw = () => draw(root, data, state, send);
  const table = element("table");
  table.append(element("caption", "hidden", data.caption));
  const head = element("tr");
  for (const column of data.columns) {
    head.append(headerCell(column, state.sort, (chosen) => {
      const again = state.sort.column === chosen.id;
      state.sort = { column: chosen.id, direction: again ? -state.sort.direction : chosen.first };
      redraw();
    }));
  }
  const header = element("thead");
  header.append(head);
  const body = element("tbody");
  const rows = sortedRows(data, state.sort);
  const shown = state.expanded ? rows : rows.slice(0, COLLAPSED_ROWS);
  for (const row of shown) {
    const line = element("tr", `${row.verdict}${row.code === state.focus ? " focus" : ""}`);
    line.dataset.code = row.code;
    for (const column of data.columns) {
      line.append(bodyCell(column, row, data, (code) => send("open", code)));
    }
    line.addEventListener("click", () => {
      state.focus = row.code;
      redraw();
      send("focus", row.code);
    });
    body.append(line);
  }
  table.append(header, body);
  const parts = [table];
  if (rows.length > COLLAPSED_ROWS) {
    const more = element("button", "more", state.expanded ? data.show_fewer : data.show_all);
    more.type = "button";
    more.addEventListener("click", () => {
      state.expanded = !state.expanded;
      redraw();
    });
    parts.push(more);
  }
  root.replaceChildren(...parts);
}

const states = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".ranking");
  const state = states.get(root) ?? { sort: { column: null, direction: 1 }, expanded: false };
  state.focus = data.focus;
  states.set(root, state);
  draw(root, data, state, setTriggerValue);
}
