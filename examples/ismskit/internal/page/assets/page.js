"use strict";
(() => {
  // The page is complete without this. It adds search, sorting and "open all".
  const plain = (s) => s.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const count = (n) => n.toLocaleString("en");

  const find = (list, items) => {
    const tools = document.getElementById(list.id + "-tools");
    if (!tools) return;
    const input = tools.querySelector("input"), status = tools.querySelector("[role=status]");
    let texts = null, timer = 0;
    const search = () => {
      texts ??= new Map(items().map((x) => [x, plain(x.textContent)]));
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const [x, text] of texts) {
        const hit = words.every((w) => text.includes(w));
        x.hidden = !hit;
        if (hit) shown++;
      }
      status.textContent = words.length ? count(shown) + " of " + count(texts.size) + " shown" : "";
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(search, 120);
    });
    tools.hidden = false;
  };

  const sortTable = (table) => {
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells], first = [...body.rows];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const next = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort") ?? "none"];
        for (const h of heads) h.removeAttribute("aria-sort");
        if (next !== "none") head.setAttribute("aria-sort", next);
        const keys = new Map(first.map((row) => [row, row.cells[column].textContent]));
        const sign = next === "descending" ? -1 : 1;
        const rows = next === "none" ? first : [...first].sort((a, b) => sign * collator.compare(keys.get(a), keys.get(b)));
        body.append(...rows);
      });
    });
  };

  const orderRisks = (list) => {
    const first = [...list.children], select = document.getElementById("risk-list-order");
    const by = {
      id: (a, b) => collator.compare(a.dataset.id, b.dataset.id),
      owner: (a, b) => collator.compare(a.dataset.owner, b.dataset.owner),
      band: (a, b) => b.dataset.band - a.dataset.band,
      decision: (a, b) => b.dataset.decision - a.dataset.decision,
    };
    select.addEventListener("change", () => list.append(...(by[select.value] ? [...first].sort(by[select.value]) : first)));
    const button = document.getElementById("risk-list-open");
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(open));
      for (const d of list.querySelectorAll("details")) d.open = open;
    });
  };

  for (const list of document.querySelectorAll("[data-list]")) {
    if (list.tBodies) {
      sortTable(list);
      find(list, () => [...list.tBodies[0].rows]);
    } else {
      find(list, () => [...list.children]);
    }
  }
  orderRisks(document.getElementById("risk-list"));

  // A link to a risk opens it.
  const reveal = () => {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const target = id && document.getElementById(id);
    const details = target && target.querySelector(":scope > details");
    if (!details) return;
    target.hidden = false;
    details.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Print shows everything, also where style sheets cannot open what is closed.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const d of closed) d.open = true;
  });
  addEventListener("afterprint", () => {
    for (const d of closed) d.open = false;
  });
})();
