import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/**
 * How many of `count` things fit on one line: all are drawn, then one fewer until nothing is cut, before the
 * browser paints. Counted anew when the content, the window or the font changes.
 */
export function useFit<E extends HTMLElement = HTMLElement>(count: number, content: string): readonly [RefObject<E | null>, number] {
  const line = useRef<E>(null);
  const [epoch, setEpoch] = useState(0);
  const key = `${epoch} ${count} ${content}`;
  const [fit, setFit] = useState({ key, n: count });
  const n = fit.key === key ? fit.n : count;

  useLayoutEffect(() => {
    const element = line.current;
    if (element && n > 0 && element.scrollWidth > element.clientWidth + 1) setFit({ key, n: n - 1 });
  }, [key, n]);

  useEffect(() => {
    const again = () => setEpoch((e) => e + 1);
    window.addEventListener('resize', again);
    void document.fonts.ready.then(again);
    return () => window.removeEventListener('resize', again);
  }, []);

  return [line, n];
}
