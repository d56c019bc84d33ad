// Adds to a complete page: sorting by column headings, a filter field above long tables, and
// expanded details in print. Labels come from the attributes of the body.
(() => {
  "use strict";
  const words = document.body.dataset;
  const LONG = 12;

  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;

  // Missing values come last in either direction, summaries after everything.
  const key = (row, column) => {
    const cell = row.cells[column];
    if (!cell || cell.colSpan > 1) return {};
    const k = cell.dataset.k;
    return k === undefined ? { text: cell.textContent } : k === "none" ? {} : { number: Number(k) };
  };
  const order = (a, b, direction) => {
    if (a.number !== undefined && b.number !== undefined) return direction * (a.number - b.number);
    if (a.text !== undefined && b.text !== undefined) return direction * compare(a.text, b.text);
    const rank = (x) => (x.number !== undefined ? 0 : x.text !== undefined ? 1 : 2);
    return rank(a) - rank(b);
  };

  const sortable = (table) => {
    const body = table.tBodies[0];
    const original = [...body.rows];
    const headings = [...table.tHead.rows[0].cells];
    headings.forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const was = heading.getAttribute("aria-sort");
        const direction = was === "ascending" ? -1 : was === "descending" ? 0 : 1;
        headings.forEach((other) => other.removeAttribute("aria-sort"));
        if (direction) heading.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
        const rows = original.map((row) => ({ row, key: key(row, column) }));
        if (direction) {
          const last = (entry) => (entry.row.className === "strong" ? 1 : 0);
          rows.sort((a, b) => last(a) - last(b) || order(a.key, b.key, direction));
        }
        body.append(...rows.map((entry) => entry.row));
      });
    });
  };

  const filterable = (table) => {
    const rows = [...table.tBodies[0].rows];
    const box = document.createElement("div");
    const label = document.createElement("label");
    const field = document.createElement("input");
    const shown = document.createElement("output");
    box.className = "filter";
    field.type = "search";
    field.setAttribute("aria-label", words.filterTable.replace("{0}", () => table.caption.textContent));
    label.append(words.filter + " ", field);
    box.append(label, shown);
    field.addEventListener("input", () => {
      const wanted = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      rows.forEach((row) => {
        const text = row.textContent.toLocaleLowerCase();
        row.hidden = !wanted.every((word) => text.includes(word));
        count += row.hidden ? 0 : 1;
      });
      const pattern = count === 1 ? words.shownOne : words.shownOther;
      shown.textContent = wanted.length ? pattern.replace("{0}", String(count)) : "";
    });
    const table_box = table.closest(".table");
    table_box.insertBefore(box, table_box.firstChild);
  };

  document.querySelectorAll(".table table").forEach((table) => {
    const rows = table.tBodies[0].rows.length;
    if (rows > 1) sortable(table);
    if (rows > LONG) filterable(table);
  });

  // A link into collapsed details opens them.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.fold:not([open])")];
    opened.forEach((fold) => (fold.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((fold) => (fold.open = false)));
})();
