import { useLayoutEffect, useRef } from 'react';

/** An alias is never cut. One of eight wide letters is drawn narrower, and as high as the others: it is read as far away. */
export function Alias({ alias }: { readonly alias: string }) {
  const word = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const fit = () => {
      const element = word.current;
      const cell = element?.parentElement;
      if (!element || !cell || cell.clientWidth === 0) return;
      const room = cell.clientWidth - Number.parseFloat(getComputedStyle(cell).paddingRight);
      element.style.removeProperty('scale');
      const needed = element.scrollWidth;
      if (needed > room) element.style.scale = `${room / needed} 1`;
    };
    fit();
    window.addEventListener('resize', fit);
    void document.fonts.ready.then(fit);
    return () => window.removeEventListener('resize', fit);
  }, [alias]);
  return (
    <span ref={word} className="al-word">
      {alias}
    </span>
  );
}
