/**
 * What somebody has begun to write, kept in the tab until it is accepted. The command id belongs to the draft: a
 * second click, a retry and a reload all send the same one, so that the entry is written once.
 */
import { newCommandId } from './commandId';

export interface Draft<Values> {
  readonly commandId: string;
  readonly savedAt: number;
  readonly values: Values;
}

const PREFIX = 'tavle.draft.';

export function draftKey(user: string, about: string, family: string): string {
  return `${PREFIX}${user}.${about}.${family}`;
}

export class DraftStore<Values> {
  readonly key: string;
  #commandId: string;
  #storage: Storage | null;

  constructor(key: string, storage: Storage | null = tabStorage()) {
    this.key = key;
    this.#storage = storage;
    this.#commandId = this.stored()?.commandId ?? newCommandId();
  }

  get commandId(): string {
    return this.#commandId;
  }

  stored(): Draft<Values> | null {
    try {
      const text = this.#storage?.getItem(this.key);
      return text ? (JSON.parse(text) as Draft<Values>) : null;
    } catch {
      return null;
    }
  }

  save(values: Values): void {
    const draft: Draft<Values> = { commandId: this.#commandId, savedAt: Date.now(), values };
    try {
      this.#storage?.setItem(this.key, JSON.stringify(draft));
    } catch {
      // A full or forbidden store: the text is still on the page.
    }
  }

  /** The entry is accepted, or the draft thrown away: the next one is a new command. */
  clear(): void {
    this.#storage?.removeItem(this.key);
    this.#commandId = newCommandId();
  }

  /** The same text as a new entry, after the service said that this id was used for something else. */
  renew(): void {
    this.#commandId = newCommandId();
  }
}

function tabStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/** On signing out: nobody else at this screen sees what was begun. */
export function clearDrafts(storage: Storage | null = tabStorage()): void {
  if (!storage) return;
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i));
  for (const key of keys) if (key?.startsWith(PREFIX)) storage.removeItem(key);
}
