/** A place in a stack of grids that are all `columns` wide: which grid, and which of its cells. */
export type Place = { readonly grid: number; readonly cell: number };

/**
 * Where a key leads in a stack of grids with so many cells each, read from left to right: the arrows, Home and End.
 * Null where it leads nowhere, or out at the top. Pure.
 */
export function movedInGrids(
  sizes: readonly number[],
  columns: number,
  { grid, cell }: Place,
  key: string,
): Place | null {
  const size = sizes[grid] ?? 0;
  switch (key) {
    case "ArrowRight":
      return cell + 1 < size ? { grid, cell: cell + 1 } : firstOf(sizes, grid + 1);
    case "ArrowLeft":
      return cell > 0 ? { grid, cell: cell - 1 } : lastOf(sizes, grid - 1);
    case "ArrowDown":
      return down(sizes, columns, { grid, cell });
    case "ArrowUp":
      return up(sizes, columns, { grid, cell });
    case "Home":
      return firstOf(sizes, 0);
    case "End":
      return lastOf(sizes, sizes.length - 1);
    default:
      return null;
  }
}

function down(sizes: readonly number[], columns: number, { grid, cell }: Place): Place | null {
  const size = sizes[grid] ?? 0;
  const isInLastRow = Math.floor(cell / columns) === Math.floor((size - 1) / columns);
  // A last row may be too short to stand below: its end is the nearest.
  if (!isInLastRow) return { grid, cell: Math.min(cell + columns, size - 1) };
  const next = firstOf(sizes, grid + 1);
  return next && { ...next, cell: Math.min(cell % columns, (sizes[next.grid] ?? 1) - 1) };
}

function up(sizes: readonly number[], columns: number, { grid, cell }: Place): Place | null {
  if (cell >= columns) return { grid, cell: cell - columns };
  const above = lastOf(sizes, grid - 1);
  return above && { ...above, cell: Math.min(above.cell - (above.cell % columns) + cell, above.cell) };
}

/** The first cell from a grid on; the empty ones have none. */
function firstOf(sizes: readonly number[], from: number): Place | null {
  const grid = sizes.findIndex((size, i) => i >= from && size > 0);
  return grid < 0 ? null : { grid, cell: 0 };
}

/** The last cell up to and with a grid. */
function lastOf(sizes: readonly number[], upTo: number): Place | null {
  const grid = sizes.findLastIndex((size, i) => i <= upTo && size > 0);
  return grid < 0 ? null : { grid, cell: (sizes[grid] ?? 1) - 1 };
}
