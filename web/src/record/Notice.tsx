import { Button } from '@digdir/designsystemet-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useKindText, useText, useTextOr, useTime } from '../i18n';
import { fieldLabelKey } from '../kinds';
import { controlId } from './FieldControl';
import type { Failure } from './outcome';
import { useProblemText } from './useProblemText';

interface Props {
  readonly failure: Failure;
  readonly onRetry: () => void;
  readonly onAsNew: () => void;
}

const retryable = new Set<Failure['is']>(['busy', 'network', 'failed', 'conflict', 'session', 'other_user']);

/** Why nothing was saved, what stands there now and who wrote it. Takes the focus, so that nobody misses it. */
export function Notice({ failure, onRetry, onAsNew }: Props) {
  const text = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: 'start' });
  }, [failure]);
  const title =
    failure.is === 'invalid' ? text('entry.summary', { count: failure.problems.length }) : text('entry.not_saved');
  return (
    <section className="notice" role="alert" aria-labelledby="notice-title">
      <h2 id="notice-title" ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <Sentence failure={failure} />
      {failure.is === 'invalid' || failure.is === 'forbidden' ? null : <p className="mut">{text('entry.kept')}</p>}
      {retryable.has(failure.is) ? (
        <Button variant="secondary" onClick={onRetry}>
          {text('failed.retry')}
        </Button>
      ) : null}
      {failure.is === 'rejected' && failure.code === 'COMMAND_REUSED' ? (
        <Button variant="secondary" onClick={onAsNew}>
          {text('entry.as_new')}
        </Button>
      ) : null}
    </section>
  );
}

function Sentence({ failure }: { readonly failure: Failure }): ReactNode {
  const text = useText();
  const textOr = useTextOr();
  switch (failure.is) {
    case 'invalid':
      return <Problems problems={failure.problems} />;
    case 'rejected':
      return (
        <>
          <p>{textOr(`rejected.${failure.code.toLowerCase()}`, text('rejected.other', { code: failure.code }))}</p>
          <Current current={failure.current} />
        </>
      );
    case 'conflict':
      return (
        <>
          <p>{failure.current ? text('error.conflict', { name: failure.current.by.initials ?? failure.current.by.name ?? '?' }) : text('failed.conflict')}</p>
          <Current current={failure.current} />
        </>
      );
    case 'forbidden':
      return <p>{text('permission.denied')}</p>;
    case 'busy':
      return <p>{failure.code === 'BUSY' ? text('failed.busy', { seconds: failure.seconds }) : textOr(`failed.${failure.code.toLowerCase()}`, text('failed.busy', { seconds: failure.seconds }))}</p>;
    case 'too_large':
      return <p>{text('failed.too_large')}</p>;
    case 'session':
      return <p>{text('failed.session')}</p>;
    case 'other_user':
      return <p>{text('failed.other_user')}</p>;
    case 'network':
      return <p>{text('failed.network')}</p>;
    case 'failed':
      return <p>{text('error.server', { code: failure.code })}</p>;
  }
}

function Problems({ problems }: { readonly problems: Extract<Failure, { is: 'invalid' }>['problems'] }) {
  const textOr = useTextOr();
  const problemText = useProblemText();
  return (
    <ul>
      {problems.map((problem) => (
        <li key={problem.path}>
          <a
            href={`#${controlId(problem.path)}`}
            onClick={(event) => {
              const control = document.getElementById(controlId(problem.path));
              if (!control) return;
              event.preventDefault();
              control.focus();
            }}
          >
            {textOr(problem.path === 'occurredAt' ? 'field.occurred_at.label' : fieldLabelKey(problem.path), problem.path)}
          </a>
          : {problemText(problem)}
        </li>
      ))}
    </ul>
  );
}

/** Who wrote what stands in the way, and when it happened. */
function Current({ current }: { readonly current: Extract<Failure, { is: 'conflict' }>['current'] }) {
  const text = useText();
  const kindText = useKindText();
  const time = useTime();
  if (!current) return null;
  const who = current.by.name ?? current.by.initials ?? text('entry.by_service');
  return <p>{text('entry.current', { what: kindText(current.kind), when: time.dateTime(current.occurredAt), who })}</p>;
}
