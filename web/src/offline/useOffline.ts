import { useSyncExternalStore } from 'react';

/** Since when there has been no network, or null while there is. */
let since: number | null = null;
const listeners = new Set<() => void>();

function set(offline: boolean): void {
  const next = offline ? (since ?? Date.now()) : null;
  if (next === since) return;
  since = next;
  for (const listener of listeners) listener();
}

if (typeof window !== 'undefined') {
  window.addEventListener('offline', () => set(true));
  window.addEventListener('online', () => set(false));
  if (navigator.onLine === false) since = Date.now();
}

/** The browser may believe in a network that leads nowhere: what requests find counts too. */
export function reportReached(reached: boolean): void {
  set(!reached || navigator.onLine === false);
}

export function useOffline(): number | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => since,
    () => null,
  );
}
