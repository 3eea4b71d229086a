import { useCallback, useEffect, useState } from 'react';
import { isElsewhere } from './usePages';

const opening = new Set(['?', 'm', 'M', 'ContextMenu']);

/** The menu of the wall, opened by ?, M, or the button in the middle of a remote control. */
export function useMenu() {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const onControl = event.target instanceof Element && event.target.closest('a, button') !== null;
      const opens = opening.has(event.key) || (event.key === 'Enter' && !onControl);
      if (isElsewhere(event) || !opens) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return { isOpen, open: useCallback(() => setOpen(true), []), close: useCallback(() => setOpen(false), []) };
}
