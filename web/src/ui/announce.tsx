import { useSyncExternalStore } from 'react';

type Politeness = 'polite' | 'assertive';

interface Said {
  readonly polite: string;
  readonly assertive: string;
  /** Shown on screen for a while as well. */
  readonly toast: { readonly id: number; readonly message: string } | null;
}

const SHOWN_MS = 6_000;
let said: Said = { polite: '', assertive: '', toast: null };
let count = 0;
const listeners = new Set<() => void>();

function set(next: Said) {
  said = next;
  for (const listener of listeners) listener();
}

/** Tells screen readers; the same words twice are said twice. */
export function announce(message: string, politeness: Politeness = 'polite'): void {
  const text = said[politeness] === message ? `${message}\u00a0` : message;
  set({ ...said, [politeness]: text });
}

/** Tells everybody: said, and shown at the foot of the page for six seconds. */
export function toast(message: string, politeness: Politeness = 'polite'): void {
  announce(message, politeness);
  count += 1;
  const id = count;
  set({ ...said, toast: { id, message } });
  setTimeout(() => {
    if (said.toast?.id === id) set({ ...said, toast: null });
  }, SHOWN_MS);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Mounted once, at the root, before anything can be said. */
export function LiveRegions() {
  const now = useSyncExternalStore(subscribe, () => said);
  return (
    <>
      <div className="sr" role="status" aria-live="polite">
        {now.polite}
      </div>
      <div className="sr" role="alert" aria-live="assertive">
        {now.assertive}
      </div>
      {now.toast ? (
        <div className="toast" aria-hidden="true">
          {now.toast.message}
        </div>
      ) : null}
    </>
  );
}
