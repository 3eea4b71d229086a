import { Button } from '@digdir/designsystemet-react';
import { useEffect, useMemo, useRef } from 'react';
import { useText } from '../../i18n';
import { formatValue, plainLabel, useWords } from '../../kinds';
import type { FormOptions } from '../../record';
import type { Change } from './standing';

interface Props {
  readonly changes: readonly Change[];
  readonly options: FormOptions;
  readonly onTakeIn: () => void;
}

/** What others have changed in the entry since this correction was begun. Takes the focus, so that nobody misses it. */
export function ChangedSince({ changes, options, onTakeIn }: Props) {
  const text = useText();
  const staff = useMemo(() => options.staff.map(({ id, initials, label }) => ({ staffId: id, initials, name: label })), [options]);
  const named = useMemo(() => {
    const lists = [options.dwellings, options.offers, options.tenancies, options.planned, options.participants, options.crises];
    const labels = new Map(lists.flatMap((list) => list.map(({ id, label }) => [id, label] as const)));
    return (id: string) => labels.get(id);
  }, [options]);
  const words = useWords(staff, named);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, [changes]);
  const shown = ({ name }: Change, value: unknown, none: string) => (value === null || value === undefined ? none : formatValue(name, value, words));
  return (
    <section className="notice" role="alert" aria-labelledby="changed-title">
      <h3 id="changed-title" ref={heading} tabIndex={-1}>
        {text('correction.changed_since')}
      </h3>
      <dl className="changes">
        {changes.map((change) => (
          <div key={change.name}>
            <dt>{change.name === 'occurredAt' ? text('field.occurred_at.label') : plainLabel(change.name, words)}</dt>
            <dd>
              {text('correction.old_to_new', {
                old: shown(change, change.old, text('audit.nothing_before')),
                new: shown(change, change.new, text('audit.removed')),
              })}
            </dd>
          </div>
        ))}
      </dl>
      <p>{text('correction.changed_since_help')}</p>
      <Button type="button" variant="secondary" onClick={onTakeIn}>
        {text('correction.take_in')}
      </Button>
    </section>
  );
}
