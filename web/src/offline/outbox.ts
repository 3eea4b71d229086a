import { type Kept, SealedShelf } from './sealedShelf';
import type { Vault } from './vault';

/** Waiting to be sent, or returned by the service to whoever wrote it. */
export interface Parcel<Content, Answer> {
  readonly content: Content;
  /** What the service said when it would not take it. */
  readonly returned: Answer | null;
}

/** What became of an attempt: taken, refused for good, or not known because nobody answered. */
export type Verdict = 'taken' | 'refused' | 'unanswered';

interface Post<Content, Answer> {
  /** Sends under the parcel's own id: the service writes once however often it comes. */
  readonly send: (id: string, content: Content) => Promise<Answer>;
  readonly verdict: (answer: Answer) => Verdict;
}

export type Queued<Content, Answer> = Kept<Parcel<Content, Answer>>;

/**
 * Entries that are written and not yet known to be accepted. An entry lies here before it is sent, so that a tab that
 * dies on the way has lost nothing; one tab at a time sends, oldest first.
 */
export class Outbox<Content, Answer> {
  readonly #shelf: SealedShelf<Parcel<Content, Answer>>;
  readonly #post: Post<Content, Answer>;
  readonly #channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('tavle.outbox');
  readonly #listeners = new Set<() => void>();
  #closed = false;

  constructor(
    readonly vault: Vault,
    post: Post<Content, Answer>,
  ) {
    this.#shelf = new SealedShelf('outbox', vault);
    this.#post = post;
    this.#channel?.addEventListener('message', () => this.#tell());
  }

  /** Calls when anything changed, also in another tab. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async list(): Promise<readonly Queued<Content, Answer>[]> {
    return this.#shelf.all();
  }

  /** On the device once this is done. */
  async add(id: string, content: Content): Promise<void> {
    await this.#shelf.put(id, { content, returned: null });
    this.#changed();
  }

  async remove(id: string): Promise<void> {
    await this.#shelf.remove(id);
    this.#changed();
  }

  /**
   * Sends an entry that was added, after those that are older. Undefined: nobody answered, it stays here. What the
   * service refuses is taken out again while the form that it was written in is open, and returned when it is not.
   */
  async deliver(id: string, content: Content, formIsOpen: () => boolean): Promise<Answer | undefined> {
    return this.#alone(async () => {
      const older = (await this.list()).filter((each) => each.id !== id && each.body.returned === null && each.id < id);
      for (const each of older) if ((await this.#sendOne(each)) === 'unanswered') return undefined;
      const answer = await this.#post.send(id, content);
      const verdict = this.#post.verdict(answer);
      if (verdict === 'unanswered') return undefined;
      if (verdict === 'refused' && !formIsOpen()) await this.#return(id, content, answer);
      else await this.remove(id);
      return answer;
    });
  }

  /** Sends everything that waits, oldest first, until nobody answers. Tells what was taken. */
  async flush(onTaken: (content: Content, answer: Answer) => void): Promise<Verdict> {
    return this.#alone(async () => {
      for (const each of await this.list()) {
        if (each.body.returned !== null) continue;
        if ((await this.#sendOne(each, onTaken)) === 'unanswered') return 'unanswered';
      }
      return 'taken';
    });
  }

  /** Signed out: this object sends nothing more. */
  close(): void {
    this.#closed = true;
    this.#channel?.close();
    this.#listeners.clear();
  }

  async #sendOne({ id, savedAt, body }: Queued<Content, Answer>, onTaken?: (content: Content, answer: Answer) => void): Promise<Verdict> {
    if (this.#closed) return 'unanswered';
    const answer = await this.#post.send(id, body.content);
    const verdict = this.#post.verdict(answer);
    if (verdict === 'taken') {
      await this.remove(id);
      onTaken?.(body.content, answer);
    } else if (verdict === 'refused') {
      await this.#return(id, body.content, answer, savedAt);
    }
    return verdict;
  }

  async #return(id: string, content: Content, answer: Answer, savedAt?: number): Promise<void> {
    await this.#shelf.put(id, { content, returned: answer }, savedAt);
    this.#changed();
  }

  /** Tabs of one browser share the store: only the one that holds the lock sends. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const locks = globalThis.navigator?.locks;
    if (!locks) return work();
    return (await locks.request(`tavle.outbox.${this.vault.owner}`, work)) as T;
  }

  #changed(): void {
    if (!this.#closed) this.#channel?.postMessage('changed');
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
