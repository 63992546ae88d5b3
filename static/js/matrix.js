// The matrix of an agreement by keyboard: one tab stop a table, arrow keys move, and a button ticks a row or a column.
// Without this file every box and link is a tab stop of its own, and the page works the same.
(function () {
  "use strict";

  const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

  function allButton(header, boxes, word) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "matrix__all";
    button.textContent = word;
    button.setAttribute("aria-label", `${word}: ${header.textContent.trim()}`);
    button.addEventListener("click", () => {
      const found = boxes();
      const tick = found.some((box) => !box.checked);
      found.forEach((box) => { box.checked = tick; });
      if (found.length) found[0].dispatchEvent(new Event("input", { bubbles: true }));
    });
    header.append(button);
  }

  function addAllButtons(table) {
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    const inCell = (cell) => (cell ? [...cell.querySelectorAll("input[type=checkbox]")] : []);
    table.querySelectorAll("th[data-row]").forEach((header) => {
      allButton(header, () => [...header.parentElement.querySelectorAll("input[type=checkbox]")], table.dataset.all);
    });
    table.querySelectorAll("th[data-column]").forEach((header) => {
      allButton(header, () => rows.flatMap((row) => inCell(row.cells[header.cellIndex])), table.dataset.all);
    });
  }

  // Each row of the table as its things to focus, by column; a column without one is passed over.
  function gridOf(table) {
    return [...table.rows].map((row) => [...row.cells].map((cell) => cell.querySelector("input, button, a[href]:not([tabindex='-1'])")));
  }

  function next(grid, row, column, [down, right]) {
    let y = row + down;
    let x = column + right;
    while (grid[y] && x >= 0 && x < Math.max(...grid.map((cells) => cells.length))) {
      if (grid[y][x]) return grid[y][x];
      y += down;
      x += right;
    }
    return null;
  }

  function setUp(table) {
    if (table.dataset.all) addAllButtons(table);
    const grid = gridOf(table);
    const things = grid.flat().filter(Boolean);
    if (!things.length) return;
    const enter = (thing) => things.forEach((other) => { other.tabIndex = other === thing ? 0 : -1; });
    enter(things.find((thing) => thing.checked) || table.querySelector("tbody input, tbody a[href]") || things[0]);
    table.addEventListener("focusin", (event) => { if (things.includes(event.target)) enter(event.target); });
    table.addEventListener("keydown", (event) => {
      const row = grid.findIndex((cells) => cells.includes(event.target));
      if (row < 0 || event.altKey || event.metaKey) return;
      const column = grid[row].indexOf(event.target);
      const inRow = grid[row].filter(Boolean);
      let target = null;
      if (MOVES[event.key]) target = next(grid, row, column, MOVES[event.key]);
      else if (event.key === "Home") target = event.ctrlKey ? things[0] : inRow[0];
      else if (event.key === "End") target = event.ctrlKey ? things.at(-1) : inRow.at(-1);
      else return;
      event.preventDefault();
      if (target) target.focus();
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("table[data-grid]").forEach(setUp);
    const added = document.querySelector("[data-focus]");
    if (added) added.focus();
  });
})();
