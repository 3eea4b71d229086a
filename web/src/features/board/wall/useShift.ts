import { useEffect, useState } from 'react';

const STEP_MS = 3 * 60_000;
const places = [
  { x: 0, y: 0 },
  { x: 4, y: 0 },
  { x: 4, y: 4 },
  { x: 0, y: 4 },
  { x: -4, y: 4 },
  { x: -4, y: 0 },
  { x: -4, y: -4 },
  { x: 0, y: -4 },
  { x: 4, y: -4 },
] as const;

/** Four pixels every three minutes, so that a screen that shows the same all day is not burnt in. */
export function useShift(): { readonly x: number; readonly y: number } {
  const [at, setAt] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setAt((n) => (n + 1) % places.length), STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return places[at] ?? places[0];
}
