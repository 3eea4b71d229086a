/** Somebody is at the screen: a key, a button, or a mouse that has really moved. Gives what ends it. */
export function onTouch(listener: (event: Event) => void): () => void {
  let at: { x: number; y: number } | null = null;
  const moved = (event: PointerEvent) => {
    // A browser also reports a mouse that lies still, when what is below it changes.
    const been = at;
    at = { x: event.screenX, y: event.screenY };
    if (been && (been.x !== at.x || been.y !== at.y)) listener(event);
  };
  window.addEventListener('pointermove', moved, true);
  for (const event of ['keydown', 'pointerdown', 'wheel'] as const) {
    window.addEventListener(event, listener, { capture: true, passive: true });
  }
  return () => {
    window.removeEventListener('pointermove', moved, true);
    for (const event of ['keydown', 'pointerdown', 'wheel'] as const) window.removeEventListener(event, listener, true);
  };
}
