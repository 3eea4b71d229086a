import { useSyncExternalStore } from 'react';
import * as v from 'valibot';
import { aspects } from '../model/legibility';

/** What is known of this screen; it belongs to the device, not to who is signed in. */
const Device = v.object({
  screen: v.object({
    inches: v.pipe(v.number(), v.minValue(10), v.maxValue(300)),
    metres: v.pipe(v.number(), v.minValue(0.5), v.maxValue(30)),
    aspect: v.picklist(aspects),
  }),
  columns: v.picklist([1, 2]),
  /** None: shown day and night. */
  hours: v.nullable(
    v.object({
      days: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(6))), v.readonly()),
      from: v.pipe(v.string(), v.regex(/^\d\d:\d\d$/)),
      until: v.pipe(v.string(), v.regex(/^\d\d:\d\d$/)),
    }),
  ),
});

export type Device = v.InferOutput<typeof Device>;

const KEY = 'tavle.wall';
const listeners = new Set<() => void>();

function read(): Device | null {
  try {
    const stored = v.safeParse(Device, JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    return stored.success ? stored.output : null;
  } catch {
    return null;
  }
}

let device: Device | null | undefined;
const current = () => (device === undefined ? (device = read()) : device);

export function saveDevice(next: Device): void {
  device = next;
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Kept until the page is closed.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const changedElsewhere = (event: StorageEvent) => {
    if (event.key !== KEY) return;
    device = undefined;
    listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', changedElsewhere);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', changedElsewhere);
  };
}

/** Nothing until somebody has set up the screen. */
export function useDevice(): Device | null {
  return useSyncExternalStore(subscribe, current);
}
