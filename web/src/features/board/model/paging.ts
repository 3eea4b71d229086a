import { groupOf } from './order';
import type { BoardRowData } from './row';

export const ROWS = 15;
export const COLUMNS = 2;
export const TURN_MS = 20_000;

export interface Placed<T> {
  readonly row: T;
  /** A strong rule below: another status follows in the same column. */
  readonly ends: boolean;
}

export type WallPageOf<T> = readonly (readonly Placed<T>[])[];

/** Pages of two columns of fifteen. There is always one page, be it an empty one. */
export function paged<T extends BoardRowData>(rows: readonly T[], perColumn = ROWS, columns = COLUMNS): WallPageOf<T>[] {
  const pages: WallPageOf<T>[] = [];
  const perPage = perColumn * columns;
  for (let start = 0; start === 0 || start < rows.length; start += perPage) {
    const page: Placed<T>[][] = [];
    for (let column = 0; column < columns; column += 1) {
      const from = start + column * perColumn;
      const part = rows.slice(from, Math.min(from + perColumn, start + perPage));
      page.push(
        part.map((row, i) => {
          const next = part[i + 1];
          return { row, ends: next !== undefined && groupOf(next) !== groupOf(row) };
        }),
      );
    }
    pages.push(page);
  }
  return pages;
}

export function turned(page: number, by: number, pages: number): number {
  return (((page + by) % pages) + pages) % pages;
}
