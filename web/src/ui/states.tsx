import { Button, Spinner } from '@digdir/designsystemet-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n';
import { serviceError } from '../graphql/errors';

export function Loading() {
  const text = useText();
  return (
    <div className="state" role="status">
      <Spinner aria-hidden="true" aria-label={text('a11y.loading')} data-size="sm" />
      {text('a11y.loading')}
    </div>
  );
}

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
}

export function EmptyState({ title, children }: EmptyProps) {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {children}
    </div>
  );
}

interface ErrorProps {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** What went wrong, in the reader's own words; never an internal message. */
export function ErrorState({ error, onRetry }: ErrorProps) {
  const text = useText();
  const { kind, code } = serviceError(error);
  if (kind === 'forbidden') return <NoAccess />;
  return (
    <div className="state" role="alert">
      <p className="state-title">{text(kind === 'unreachable' ? 'state.unreachable' : 'state.failed')}</p>
      <p className="mut">
        {kind === 'unreachable' ? text('state.unreachable_help') : text('state.failed_help', { code })}
      </p>
      {onRetry ? (
        <Button variant="secondary" onClick={onRetry}>
          {text('state.retry')}
        </Button>
      ) : null}
    </div>
  );
}

export function NoAccess() {
  const text = useText();
  return (
    <div className="state" role="alert">
      <p className="state-title">{text('state.no_access')}</p>
      <p className="mut">{text('permission.denied')}</p>
    </div>
  );
}
