import type { ErrorComponentProps } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useText } from '../i18n';
import { ErrorState } from '../ui';

const AGAIN_MS = 30_000;

/** A page that failed to load or to draw: the rest of the program stays. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const text = useText();
  return (
    <main id="main" className="page">
      <h1>{text('app.name')}</h1>
      <ErrorState error={error} onRetry={reset} />
    </main>
  );
}

/** A wall that fails to draw shows no rows, and is loaded again: nobody sits at it to press a button. */
export function WallError({ error, reset }: ErrorComponentProps) {
  const text = useText();
  useEffect(() => {
    const timer = setInterval(() => {
      // Not before the service answers: a browser's own error page would stay.
      void fetch('/livez', { cache: 'no-store' }).then(
        (answer) => (answer.ok ? window.location.reload() : undefined),
        () => undefined,
      );
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <main id="main" className="boot on-wall">
      <div>
        <p>{text('wall.broken')}</p>
        <ErrorState error={error} onRetry={reset} />
      </div>
    </main>
  );
}
