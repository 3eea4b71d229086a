import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'styles', 'tokens.css'), 'utf8');

function scheme(name: 'light' | 'dark'): Record<string, string> {
  const start = css.indexOf(`[data-color-scheme="${name}"] {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return Object.fromEntries([...block.matchAll(/--tv-([\w-]+):\s*(#[0-9A-Fa-f]{6})/g)].map(([, key, value]) => [key, value]));
}

function luminance(hex: string): number {
  const channel = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a = '', b = ''): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const wallText = [
  ['ink', 'bg'],
  ['ink-2', 'bg'],
  ['worst-on', 'worst-fill'],
  ['history-on', 'history-fill'],
  ['stale-on', 'stale'],
  ['ink', 'stale-row'],
  ['ink-2', 'stale-row'],
  ['stale-text', 'bg'],
] as const;
const deskText = [
  ['ink-3', 'bg'],
  ['ink-3', 'bg-2'],
  ['ink-2', 'bg-3'],
  ['accent', 'bg'],
  ['accent', 'bg-2'],
  ['accent-on', 'accent'],
] as const;
const graphics = ['worst-edge', 'housing', 'reach', 'hospital', 'intensity', 'good', 'quiet', 'line-strong'] as const;

describe.each(['light', 'dark'] as const)('contrast, %s', (name) => {
  const colour = scheme(name);
  it.each(wallText)('text on the wall: %s on %s is at least 7:1', (front, back) => {
    expect(contrast(colour[front], colour[back])).toBeGreaterThanOrEqual(7);
  });
  it.each(deskText)('text at the desk: %s on %s is at least 4.5:1', (front, back) => {
    expect(contrast(colour[front], colour[back])).toBeGreaterThanOrEqual(4.5);
  });
  it.each(graphics)('graphics: %s is at least 3:1 on the page and on stale rows', (front) => {
    expect(contrast(colour[front], colour['bg'])).toBeGreaterThanOrEqual(3);
    if (front !== 'line-strong') expect(contrast(colour[front], colour['stale-row'])).toBeGreaterThanOrEqual(3);
  });
});
