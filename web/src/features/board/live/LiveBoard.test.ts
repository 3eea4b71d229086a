import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Announcement } from './events';
import { LiveBoard, type Loaded } from './LiveBoard';

interface Version {
  boardVersion: string;
  serverTime: string;
}
const serverTime = '2026-11-24T07:34:00Z';
const ok = (boardVersion: string): Loaded<Version> => ({ kind: 'board', board: { boardVersion, serverTime } });

function setUp(load: () => Promise<Loaded<Version>>) {
  let announce: (a: Announcement) => void = () => {};
  const kick = vi.fn();
  let lag = 0;
  const live = new LiveBoard<Version>({
    load,
    events: (onAnnounced) => {
      announce = onAnnounced;
      return { start() {}, kick, stop() {} };
    },
    monotonic: () => performance.now() - lag,
    calendar: () => Date.now(),
  });
  live.subscribe(() => {
    const version = live.state().board?.boardVersion;
    if (version !== undefined) queueMicrotask(() => live.drawn(version));
  });
  return { live, kick, say: (boardVersion: string, at = serverTime) => announce({ boardVersion, serverTime: at }), sleep: (ms: number) => { lag += ms; } };
}

describe('the live board', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shows no rows when it starts without a network, and tries again', async () => {
    let up = false;
    const { live } = setUp(async () => (up ? ok('a') : { kind: 'failed', error: 'no network' }));
    live.start();
    await vi.advanceTimersByTimeAsync(500);
    expect(live.state()).toMatchObject({ board: null, level: 'none', failure: 'no network' });
    up = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(live.state().board?.boardVersion).toBe('a');
    live.stop();
  });

  it('fetches when another version is announced, and is fresh once that is drawn', async () => {
    let version = 'a';
    const load = vi.fn(async () => ok(version));
    const { live, say } = setUp(load);
    live.start();
    await vi.advanceTimersByTimeAsync(10);
    say('a');
    expect(live.state().level).toBe('fresh');
    version = 'b';
    say('b');
    expect(live.state().level).toBe('updating');
    await vi.advanceTimersByTimeAsync(10);
    expect(live.state().level).toBe('fresh');
    expect(load).toHaveBeenCalledTimes(2);
    live.stop();
  });

  it('keeps the rows while fetching fails, and calls them out of date', async () => {
    let fails = false;
    const { live, say } = setUp(async () => (fails ? { kind: 'failed', error: 1 } : ok('a')));
    live.start();
    await vi.advanceTimersByTimeAsync(10);
    say('a');
    fails = true;
    for (let i = 0; i < 4; i += 1) {
      await vi.advanceTimersByTimeAsync(5_000);
      say('b');
    }
    expect(live.state()).toMatchObject({ level: 'stale', board: { boardVersion: 'a' } });
    await vi.advanceTimersByTimeAsync(101_000);
    expect(live.state().level).toBe('empty');
    live.stop();
  });

  it('was last current when board and service last agreed, also while changes are fetched', async () => {
    const { live, say } = setUp(async () => ok('a'));
    live.start();
    await vi.advanceTimersByTimeAsync(10);
    const opened = live.lastCurrent() ?? 0;
    const later = (seconds: number) => new Date(Date.parse(serverTime) + seconds * 1_000).toISOString();
    say('a', later(3_600));
    await vi.advanceTimersByTimeAsync(4_000);
    say('b', later(3_604));
    expect(live.state().level).toBe('updating');
    expect(live.lastCurrent()).toBe(opened + 3_600_000);
    live.stop();
  });

  it('takes the rows away at once when access ends', async () => {
    let open = true;
    const { live, say } = setUp(async () => (open ? ok('a') : { kind: 'closed', error: null }));
    live.start();
    await vi.advanceTimersByTimeAsync(10);
    open = false;
    say('b');
    await vi.advanceTimersByTimeAsync(10);
    expect(live.state()).toMatchObject({ board: null, closed: true, level: 'none' });
    live.stop();
  });

  it('is out of date after sleep, though its own clock stood still', async () => {
    const { live, say, sleep, kick } = setUp(async () => ok('a'));
    live.start();
    await vi.advanceTimersByTimeAsync(10);
    say('a');
    sleep(60_000);
    vi.setSystemTime(Date.now() + 60_000);
    // Both clocks: the calendar went on, the monotonic one did not.
    await vi.advanceTimersByTimeAsync(0);
    live.wake();
    expect(live.state().level).not.toBe('fresh');
    expect(kick).toHaveBeenCalled();
    live.stop();
  });
});
