"use strict";
(() => {
  // The page is complete without this. It adds search, sorting and "open all".
  const plain = (s) => s.normalize("NFKD").replace(/[\p{M}\u2066-\u2069]/gu, "").toLowerCase();
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const count = (n) => n.toLocaleString("en");

  const find = (list, items, then = () => {}) => {
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
      then(shown);
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

  const risks = document.getElementById("risk-list");
  const blocks = [...risks.children], first = blocks.flatMap((b) => [...b.children]), sizes = blocks.map((b) => b.children.length);

  // A block takes the space of the rows that it shows, also before it is drawn.
  const measure = (shown) => {
    for (const b of blocks) {
      const rows = [...b.children].filter((x) => !x.hidden).length;
      b.hidden = !rows;
      b.style.setProperty("--rows", rows);
    }
    risks.classList.toggle("few", shown <= 200);
  };

  const orderRisks = () => {
    const select = document.getElementById("risk-list-order");
    const rank = (x, pattern) => Number(pattern.exec(x.className)?.[1] ?? -1); // that its class tells
    const keys = {
      id: (x) => x.id,
      owner: (x) => x.dataset.owner,
      band: (x) => -rank(x.querySelector(".chip"), /\bb(\d+)/),
      decision: (x) => -rank(x.querySelector(".state"), /\bd(\d+)/),
    };
    select.addEventListener("change", () => {
      const key = keys[select.value];
      let rows = first;
      if (key) {
        const of = new Map(first.map((x) => [x, key(x)]));
        const compare = typeof of.get(first[0]) === "number" ? (a, b) => a - b : collator.compare;
        rows = [...first].sort((a, b) => compare(of.get(a), of.get(b)));
      }
      let at = 0;
      blocks.forEach((b, i) => b.append(...rows.slice(at, at += sizes[i])));
      measure(rows.filter((x) => !x.hidden).length);
    });
  };

  // A long list has links in the place of details: what they lead to is beside.
  const setOpen = (item, open) => {
    const row = item.firstElementChild;
    if (row.localName === "details") {
      row.open = open;
      return;
    }
    row.setAttribute("aria-expanded", String(open));
    if (open) row.nextElementSibling.removeAttribute("hidden");
    else row.nextElementSibling.setAttribute("hidden", "until-found");
  };
  const openRisks = () => {
    const links = document.getElementById("risk-list-links"), button = document.getElementById("risk-list-open");
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(open));
      for (const x of first) setOpen(x, open);
    });
    if (!links) return;
    links.hidden = true;
    risks.classList.add("scripted");
    for (const x of first) x.firstElementChild.setAttribute("aria-expanded", "false");
    risks.addEventListener("click", (e) => {
      const row = e.target.closest(".row");
      if (!row || e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      setOpen(row.parentElement, row.nextElementSibling.hasAttribute("hidden"));
    });
    risks.addEventListener("beforematch", (e) => setOpen(e.target.parentElement, true));
  };

  for (const list of document.querySelectorAll("[data-list]")) {
    if (list === risks) {
      find(list, () => first, measure);
    } else if (list.tBodies) {
      sortTable(list);
      find(list, () => [...list.tBodies[0].rows]);
    } else {
      find(list, () => [...list.children]);
    }
  }
  orderRisks();
  openRisks();

  // A link to a risk opens it.
  const reveal = () => {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const target = id && document.getElementById(id);
    if (!target || !target.matches(".risks > li")) return;
    target.hidden = target.parentElement.hidden = false;
    setOpen(target, true);
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
