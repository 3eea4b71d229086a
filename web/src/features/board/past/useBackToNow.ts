import { useEffect, useRef, useState } from 'react';
import { useText } from '../../../i18n';
import { onTouch } from '../touch';

export const BACK_MS = 5 * 60_000;

/** After five minutes of nobody touching it, a board of the past goes back to now. Gives how long that is, in words. */
export function useBackToNow(back: () => void): string {
  const text = useText();
  const [left, setLeft] = useState(BACK_MS);
  const goBack = useRef(back);
  useEffect(() => {
    goBack.current = back;
  }, [back]);
  useEffect(() => {
    let since = performance.now();
    const count = () => {
      const remaining = BACK_MS - (performance.now() - since);
      setLeft(Math.ceil(remaining / 1_000) * 1_000);
      if (remaining <= 0) goBack.current();
    };
    const timer = setInterval(count, 1_000);
    const forget = onTouch(() => {
      since = performance.now();
      count();
    });
    return () => {
      clearInterval(timer);
      forget();
    };
  }, []);
  return left > 60_000
    ? text('wall.back', { minutes: Math.ceil(left / 60_000) })
    : text('wall.back_soon', { seconds: Math.max(0, left / 1_000) });
}
