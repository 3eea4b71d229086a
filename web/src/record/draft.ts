/**
 * What somebody has begun to write, sealed on the device until it is accepted. The command id belongs to the draft: a
 * second click, a retry and a reload all send the same one, so that the entry is written once.
 */
import { SealedShelf, type Vault } from '../offline';
import { newCommandId } from './commandId';

export interface Draft<Values> {
  readonly commandId: string;
  readonly savedAt: number;
  readonly values: Values;
}

/** Where drafts are kept. Saving never waits and never fails: the text is still on the page. */
export interface DraftKeeper {
  readonly load: (key: string) => Promise<Draft<unknown> | null>;
  readonly save: (key: string, draft: Draft<unknown>) => void;
  readonly remove: (key: string) => void;
}

export function draftKey(user: string, about: string, family: string): string {
  return `${user}.${about}.${family}`;
}

export class DraftStore<Values> {
  readonly #key: string;
  readonly #keeper: DraftKeeper;
  #stored: Draft<Values> | null;
  #commandId: string;

  constructor(key: string, keeper: DraftKeeper, stored: Draft<Values> | null) {
    this.#key = key;
    this.#keeper = keeper;
    this.#stored = stored;
    this.#commandId = stored?.commandId ?? newCommandId();
  }

  static async open<Values>(key: string, keeper: DraftKeeper): Promise<DraftStore<Values>> {
    return new DraftStore<Values>(key, keeper, (await keeper.load(key)) as Draft<Values> | null);
  }

  get commandId(): string {
    return this.#commandId;
  }

  stored(): Draft<Values> | null {
    return this.#stored;
  }

  save(values: Values): void {
    this.#stored = { commandId: this.#commandId, savedAt: Date.now(), values };
    this.#keeper.save(this.#key, this.#stored);
  }

  /** The entry lies in the outbox now: one of the two is enough. Its id stays, for it may come back. */
  setAside(): void {
    this.#keeper.remove(this.#key);
  }

  /** The entry is accepted, or the draft thrown away: the next one is a new command. */
  clear(): void {
    this.#stored = null;
    this.#keeper.remove(this.#key);
    this.#commandId = newCommandId();
  }

  /** The same text as a new entry, after the service said that this id was used for something else. */
  renew(): void {
    this.#commandId = newCommandId();
  }
}

/** Where nothing can be sealed, drafts live as long as the page does. */
export class MemoryDrafts implements DraftKeeper {
  readonly #drafts = new Map<string, Draft<unknown>>();

  peek(key: string): Draft<unknown> | null {
    return this.#drafts.get(key) ?? null;
  }

  load = async (key: string): Promise<Draft<unknown> | null> => this.peek(key);

  save = (key: string, draft: Draft<unknown>): void => {
    this.#drafts.set(key, draft);
  };

  remove = (key: string): void => {
    this.#drafts.delete(key);
  };

  clear(): void {
    this.#drafts.clear();
  }
}

/** In the device's store, sealed for the one who writes. */
export class SealedDrafts implements DraftKeeper {
  readonly #shelf: SealedShelf<Draft<unknown>>;
  readonly #next = new Map<string, Draft<unknown> | null>();
  #writing: Promise<void> | null = null;

  constructor(vault: Vault) {
    this.#shelf = new SealedShelf('drafts', vault);
  }

  load = async (key: string): Promise<Draft<unknown> | null> => {
    try {
      await this.settled();
      return (await this.#shelf.get(await this.#shelf.vault.name(key)))?.body ?? null;
    } catch {
      return null;
    }
  };

  save = (key: string, draft: Draft<unknown>): void => this.#write(key, draft);

  remove = (key: string): void => this.#write(key, null);

  /** Once everything is on the device. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** One at a time and only the newest: a fast typist does not queue up every letter. */
  #write(key: string, draft: Draft<unknown> | null): void {
    this.#next.set(key, draft);
    this.#writing ??= this.#drain().finally(() => {
      this.#writing = null;
    });
  }

  async #drain(): Promise<void> {
    for (let next = firstOf(this.#next); next; next = firstOf(this.#next)) {
      const [key, draft] = next;
      this.#next.delete(key);
      try {
        const id = await this.#shelf.vault.name(key);
        await (draft ? this.#shelf.put(id, draft) : this.#shelf.remove(id));
      } catch {
        // A full or forbidden store: the text is still on the page.
      }
    }
  }
}

function firstOf<K, V>(map: ReadonlyMap<K, V>): [K, V] | undefined {
  return map.entries().next().value;
}
