import type { ErrorComponentProps } from '@tanstack/react-router';
import { ErrorState } from '../ui';

/** A page that failed to load or to draw: the rest of the program stays. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  return (
    <main id="main" className="page">
      <ErrorState error={error} onRetry={reset} />
    </main>
  );
}
