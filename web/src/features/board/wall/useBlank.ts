import { useEffect, useState } from 'react';
import { isOpen, type Hours } from '../model/hours';
import { onTouch } from '../touch';

/** How long the wall stays on after a key or the mouse. */
export const AWAKE_MS = 10 * 60_000;

/**
 * Whether the wall is to be blank: out of hours, unless somebody has touched it in the last ten minutes. Nobody there
 * is not the same as nobody touching: a wall is read from a chair, so in hours it is never blank.
 */
export function useBlank(hours: Hours | null): boolean {
  const [blank, setBlank] = useState(() => hours !== null && !isOpen(hours, Date.now()));
  useEffect(() => {
    if (!hours) {
      setBlank(false);
      return undefined;
    }
    let touched = -Infinity;
    let isBlank = false;
    const decide = () => {
      isBlank = !isOpen(hours, Date.now()) && Math.abs(Date.now() - touched) >= AWAKE_MS;
      setBlank(isBlank);
    };
    decide();
    const timer = setInterval(decide, 1_000);
    const forget = onTouch((event) => {
      // What wakes the wall does nothing else to it.
      if (isBlank) event.stopPropagation();
      touched = Date.now();
      decide();
    });
    return () => {
      clearInterval(timer);
      forget();
    };
  }, [hours]);
  return blank;
}
