import { age, drew, heard, level, nothing, slept, type Freshness, type Level } from '../model/freshness';
import type { Announcement, EventSource } from './events';

export interface Versioned {
  readonly boardVersion: string;
  readonly serverTime: string;
}

export type Loaded<T> =
  | { readonly kind: 'board'; readonly board: T }
  /** No such board for this person: whatever is shown must go. */
  | { readonly kind: 'closed'; readonly error: unknown }
  /** For now: what is shown stays, and grows old. */
  | { readonly kind: 'failed'; readonly error: unknown };

export interface LiveState<T> {
  readonly board: T | null;
  readonly failure: unknown;
  /** The board does not exist for this person. */
  readonly closed: boolean;
  readonly level: Level;
  /** Whole seconds since the board was last known to be current; counted only while it is late. */
  readonly silentSeconds: number;
  /** The service's clock when the board was last known to be current; only while it is late. */
  readonly currentAt: number | null;
}

interface Parts<T> {
  readonly load: () => Promise<Loaded<T>>;
  readonly events: (onAnnounced: (a: Announcement) => void, onTrouble: () => void) => EventSource;
  readonly monotonic?: () => number;
  readonly calendar?: () => number;
}

const TICK_MS = 1_000;
/** The two clocks differ by so much: the machine slept while the monotonic one stood still. */
const SLEPT_MS = 2_000;
/** Nothing ran for so long: the machine slept while both clocks went on. */
const GAP_MS = 5_000;
const RETRY_MS = [1_000, 2_000, 5_000] as const;

/** Keeps one board current, and knows when it is not. */
export class LiveBoard<T extends Versioned> {
  #state: LiveState<T> = {
    board: null,
    failure: null,
    closed: false,
    level: 'none',
    silentSeconds: 0,
    currentAt: null,
  };
  #fresh: Freshness = nothing;
  #loading = false;
  #wanted = false;
  #tries = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #ticker: ReturnType<typeof setInterval> | undefined;
  #clockOffset: number | null = null;
  #lastTick = { monotonic: 0, calendar: 0 };
  #running = false;
  readonly #listeners = new Set<() => void>();
  readonly #events: EventSource;
  readonly #load: () => Promise<Loaded<T>>;
  readonly #monotonic: () => number;
  readonly #calendar: () => number;

  constructor({ load, events, monotonic = () => performance.now(), calendar = () => Date.now() }: Parts<T>) {
    this.#load = load;
    this.#monotonic = monotonic;
    this.#calendar = calendar;
    this.#events = events(
      (announcement) => this.#announced(announcement),
      () => this.#want(),
    );
  }

  start(): void {
    this.#running = true;
    this.#lastTick = { monotonic: this.#monotonic(), calendar: this.#calendar() };
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
    this.#events.start();
    this.#want();
  }

  stop(): void {
    this.#running = false;
    clearInterval(this.#ticker);
    clearTimeout(this.#retry);
    this.#events.stop();
  }

  /** The network is back, or somebody is looking again. */
  readonly wake = (): void => {
    this.#tick();
    this.#tries = 0;
    if (this.#state.level !== 'fresh') this.#events.kick();
    this.#want();
  };

  /** Called when a version is on screen, not when it has arrived. */
  readonly drawn = (version: string): void => {
    this.#fresh = drew(this.#fresh, version, this.#monotonic());
    this.#publish({});
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): LiveState<T> => this.#state;

  /** The service's clock, carried on by the monotonic one: a wall screen's own clock may be wrong. */
  readonly now = (): number =>
    this.#clockOffset === null ? this.#calendar() : this.#monotonic() + this.#clockOffset;

  /** The service's clock when board and service last agreed, as of this very moment: for what is put on paper. */
  readonly lastCurrent = (): number | null =>
    this.#fresh.drawn === null ? null : Math.round((this.now() - age(this.#fresh, this.#monotonic())) / 1000) * 1000;

  #announced({ boardVersion, serverTime }: Announcement): void {
    this.#setClock(serverTime);
    this.#fresh = heard(this.#fresh, boardVersion, this.#monotonic());
    this.#publish({});
    if (boardVersion !== this.#state.board?.boardVersion) this.#want();
  }

  #setClock(serverTime: string): void {
    this.#clockOffset = Date.parse(serverTime) - this.#monotonic();
  }

  #want(): void {
    this.#wanted = true;
    if (!this.#loading) void this.#run();
  }

  async #run(): Promise<void> {
    clearTimeout(this.#retry);
    this.#loading = true;
    while (this.#wanted && this.#running) {
      this.#wanted = false;
      const loaded = await this.#load().catch((error: unknown): Loaded<T> => ({ kind: 'failed', error }));
      if (!this.#running) break;
      if (loaded.kind === 'failed') {
        this.#publish({ failure: loaded.error });
        const wait = RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)] ?? RETRY_MS[2];
        this.#tries += 1;
        this.#retry = setTimeout(() => this.#want(), wait);
        break;
      }
      this.#tries = 0;
      if (loaded.kind === 'closed') {
        this.#fresh = nothing;
        this.#publish({ board: null, failure: loaded.error, closed: true });
      } else {
        this.#setClock(loaded.board.serverTime);
        this.#publish({ board: loaded.board, failure: null, closed: false });
      }
    }
    this.#loading = false;
  }

  #tick(): void {
    const monotonic = this.#monotonic();
    const calendar = this.#calendar();
    const ran = monotonic - this.#lastTick.monotonic;
    const gap = calendar - this.#lastTick.calendar - ran;
    this.#lastTick = { monotonic, calendar };
    const stood = gap > SLEPT_MS;
    if (stood) {
      this.#fresh = slept(this.#fresh, gap);
      if (this.#clockOffset !== null) this.#clockOffset += gap;
    }
    this.#publish({});
    // A hidden tab ticks seldom too, but it hears the service all the same, so it is fresh.
    if (stood || (ran > GAP_MS && this.#state.level !== 'fresh')) {
      this.#events.kick();
      this.#want();
    }
  }

  #publish(change: Partial<LiveState<T>>): void {
    const now = this.#monotonic();
    const was = this.#state;
    const current = level(this.#fresh, now);
    const late = current === 'late' || current === 'stale' || current === 'empty';
    const ms = age(this.#fresh, now);
    const next: LiveState<T> = {
      ...was,
      ...change,
      level: current,
      silentSeconds: late ? Math.floor(ms / 1000) : 0,
      currentAt: late ? this.lastCurrent() : null,
    };
    const same = (Object.keys(next) as (keyof LiveState<T>)[]).every((key) => Object.is(next[key], was[key]));
    if (same) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}
