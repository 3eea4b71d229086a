/** The device's own store. Every row is sealed; only the owner's mark, an id and a time stand in the clear. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Sealed } from './vault';

export interface Row extends Sealed {
  readonly id: string;
  readonly owner: string;
  readonly savedAt: number;
}

export type Shelf = 'outbox' | 'drafts' | 'lists';

interface Schema extends DBSchema {
  outbox: { key: string; value: Row; indexes: { owner: string } };
  drafts: { key: string; value: Row; indexes: { owner: string } };
  lists: { key: string; value: Row; indexes: { owner: string } };
}

let opened: Promise<IDBPDatabase<Schema>> | null = null;

export function store(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('tavle', 1, {
    upgrade(db) {
      for (const shelf of ['outbox', 'drafts', 'lists'] as const) db.createObjectStore(shelf, { keyPath: 'id' }).createIndex('owner', 'owner');
    },
    blocking: (_old, _next, event) => {
      // A newer version of the program wants to change the store: this one lets go of it.
      (event.target as IDBDatabase).close();
      opened = null;
    },
    terminated: () => {
      opened = null;
    },
  }).catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}

/** How many entries wait on this device, whoever wrote them. Their content needs their owner. */
export async function countLocked(): Promise<number> {
  try {
    return await (await store()).count('outbox');
  } catch {
    return 0;
  }
}
