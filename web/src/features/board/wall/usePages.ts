import { useCallback, useEffect, useState } from 'react';
import { TURN_MS, turned } from '../model/paging';

const forward = new Set(['ArrowRight', 'ArrowDown', 'PageDown', 'ChannelDown', 'MediaTrackNext', 'MediaFastForward']);
const backward = new Set(['ArrowLeft', 'ArrowUp', 'PageUp', 'ChannelUp', 'MediaTrackPrevious', 'MediaRewind']);
const pause = new Set([' ', 'p', 'P', 'Pause', 'MediaPlayPause', 'MediaPlay', 'MediaPause']);

/** A key that is not meant for the wall: a shortcut of the browser's, or something in an open dialog. */
export function isElsewhere(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.altKey || event.metaKey || document.querySelector('dialog[open]') !== null;
}

export interface Pages {
  readonly page: number;
  readonly paused: boolean;
  readonly toggle: () => void;
  readonly turn: (by: number) => void;
}

/** Pages turn by themselves every 20 s; arrows and a remote control turn them at once, space stops them. */
export function usePages(pages: number, onTurned: () => void): Pages {
  const [at, setAt] = useState(0);
  const [paused, setPaused] = useState(false);
  const [turns, setTurns] = useState(0);
  const toggle = useCallback(() => setPaused((was) => !was), []);
  const turn = useCallback(
    (by: number) => {
      setAt((page) => turned(Math.min(page, pages - 1), by, pages));
      setTurns((n) => n + 1);
    },
    [pages],
  );

  useEffect(() => {
    if (paused) return undefined;
    const timer = setInterval(() => {
      setAt((page) => turned(Math.min(page, pages - 1), 1, pages));
      onTurned();
    }, TURN_MS);
    return () => clearInterval(timer);
    // A page turned by hand gets its whole 20 s.
  }, [paused, pages, turns, onTurned]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isElsewhere(event)) return;
      const by = forward.has(event.key) ? 1 : backward.has(event.key) ? -1 : 0;
      if (by !== 0) {
        event.preventDefault();
        turn(by);
      } else if (pause.has(event.key) && !(event.key === ' ' && event.target instanceof HTMLButtonElement)) {
        event.preventDefault();
        toggle();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [turn, toggle]);

  return { page: Math.min(at, pages - 1), paused, toggle, turn };
}
