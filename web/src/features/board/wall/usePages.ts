import { useCallback, useEffect, useState } from 'react';
import { TURN_MS, turned } from '../model/paging';

const forward = new Set(['ArrowRight', 'ArrowDown', 'PageDown', 'MediaTrackNext']);
const backward = new Set(['ArrowLeft', 'ArrowUp', 'PageUp', 'MediaTrackPrevious']);
const pause = new Set([' ', 'p', 'Pause', 'MediaPlayPause']);

/** Pages turn by themselves every 20 s; arrows and a remote control turn them at once, space stops them. */
export function usePages(pages: number) {
  const [at, setAt] = useState(0);
  const [paused, setPaused] = useState(false);
  const [turns, setTurns] = useState(0);
  const toggle = useCallback(() => setPaused((was) => !was), []);

  useEffect(() => {
    if (paused || pages < 2) return undefined;
    const timer = setInterval(() => setAt((page) => turned(page, 1, pages)), TURN_MS);
    return () => clearInterval(timer);
    // A page turned by hand gets its whole 20 s.
  }, [paused, pages, turns]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const by = forward.has(event.key) ? 1 : backward.has(event.key) ? -1 : 0;
      if (by !== 0) {
        event.preventDefault();
        setAt((page) => turned(page, by, pages));
        setTurns((n) => n + 1);
      } else if (pause.has(event.key) && !(event.target instanceof HTMLButtonElement)) {
        event.preventDefault();
        toggle();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [pages, toggle]);

  return { page: Math.min(at, pages - 1), paused, toggle };
}
