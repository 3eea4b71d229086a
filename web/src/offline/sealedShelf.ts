import { type Row, type Shelf, store } from './store';
import type { Vault } from './vault';

export interface Kept<Body> {
  readonly id: string;
  readonly savedAt: number;
  readonly body: Body;
}

/** One person's part of a shelf: what is put in is sealed first, and what is another's is not there. */
export class SealedShelf<Body> {
  constructor(
    readonly shelf: Shelf,
    readonly vault: Vault,
  ) {}

  async put(id: string, body: Body, savedAt: number = Date.now()): Promise<void> {
    const row: Row = { id, owner: this.vault.owner, savedAt, ...(await this.vault.seal(body, this.#place(id))) };
    await (await store()).put(this.shelf, row);
  }

  async get(id: string): Promise<Kept<Body> | null> {
    const row = await (await store()).get(this.shelf, id);
    return row?.owner === this.vault.owner ? this.#open(row) : null;
  }

  /** Oldest first. */
  async all(): Promise<readonly Kept<Body>[]> {
    const rows = await (await store()).getAllFromIndex(this.shelf, 'owner', this.vault.owner);
    const kept = await Promise.all(rows.map((row) => this.#open(row)));
    return kept.filter((each) => each !== null).toSorted((a, b) => a.savedAt - b.savedAt || a.id.localeCompare(b.id));
  }

  async remove(id: string): Promise<void> {
    await (await store()).delete(this.shelf, id);
  }

  /** What does not open is left where it is: it may be an older program's, and is nobody's to throw away unseen. */
  async #open(row: Row): Promise<Kept<Body> | null> {
    try {
      return { id: row.id, savedAt: row.savedAt, body: (await this.vault.open(row, this.#place(row.id))) as Body };
    } catch {
      return null;
    }
  }

  #place(id: string): string {
    return `${this.shelf} ${id}`;
  }
}
