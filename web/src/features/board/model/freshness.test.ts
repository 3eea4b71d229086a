import { describe, expect, it } from 'vitest';
import { age, drew, EMPTY_MS, heard, LATE_MS, level, nothing, slept, STALE_MS } from './freshness';

const shown = (version: string, at = 0) => drew(nothing, version, at);

describe('freshness', () => {
  it('has nothing to say before anything is drawn', () => {
    expect(level(nothing, 0)).toBe('none');
    expect(level(heard(nothing, 'a', 0), 1)).toBe('none');
  });

  it('is never fresh before the service has spoken', () => {
    expect(level(shown('a'), 1)).toBe('connecting');
    expect(level(shown('a'), LATE_MS)).toBe('late');
  });

  it('is fresh while what is drawn is what was announced', () => {
    const f = heard(shown('a'), 'a', 100);
    expect(level(f, 100)).toBe('fresh');
    expect(level(f, 100 + LATE_MS - 1)).toBe('fresh');
  });

  it('goes amber at 10 s, out of date at 15 s, empty at 120 s', () => {
    const f = heard(shown('a'), 'a', 0);
    expect(level(f, LATE_MS)).toBe('late');
    expect(level(f, STALE_MS - 1)).toBe('late');
    expect(level(f, STALE_MS)).toBe('stale');
    expect(level(f, EMPTY_MS - 1)).toBe('stale');
    expect(level(f, EMPTY_MS)).toBe('empty');
  });

  it('is not fresh when a newer version is announced, however recent', () => {
    const f = heard(heard(shown('a'), 'a', 0), 'b', 1_000);
    expect(level(f, 1_001)).toBe('updating');
  });

  it('grows old when heartbeats go on but fetching is blocked', () => {
    let f = heard(shown('a'), 'a', 0);
    for (let t = 5_000; t <= 20_000; t += 5_000) f = heard(f, 'b', t);
    expect(level(f, 20_000)).toBe('stale');
  });

  it('counts what is drawn late as current only as of the announcement', () => {
    const f = drew(heard(heard(shown('a'), 'a', 0), 'b', 5_000), 'b', 14_000);
    expect(age(f, 14_000)).toBe(9_000);
    expect(level(f, 14_999)).toBe('fresh');
    expect(level(f, 15_000)).toBe('late');
  });

  it('recovers with the next agreeing heartbeat', () => {
    expect(level(heard(heard(shown('a'), 'a', 0), 'a', 200_000), 200_001)).toBe('fresh');
  });

  it('is not made fresh by drawing a version that is newer than the last announcement', () => {
    const f = drew(heard(shown('a'), 'a', 0), 'c', 1_000);
    expect(level(f, 1_001)).toBe('updating');
  });

  it('is as much older as the machine slept', () => {
    expect(level(slept(heard(shown('a'), 'a', 0), 60_000), 100)).toBe('stale');
    expect(level(slept(shown('a'), 600_000), 100)).toBe('empty');
  });
});
