import type { TimelineEntryFragment } from '../../graphql/generated/graphql';
import { useText, useTime } from '../../i18n';
import { formatValue, plainLabel, type Words } from '../../kinds';
import { Icon } from '../../ui';
import type { Amend } from './EntryRow';

interface Props {
  readonly entry: TimelineEntryFragment;
  readonly words: Words;
  readonly onAmend?: ((amend: Amend) => void) | undefined;
}

/** Corrections and the mark of an entry in error, folded in under what they change. */
export function Amendments({ entry, words, onAmend }: Props) {
  const text = useText();
  const time = useTime();
  const { corrections, errorMark } = entry;
  const who = (by: { readonly initials?: string | null; readonly name?: string | null }) => by.initials ?? by.name ?? text('entry.by_service');
  const shown = (name: string, value: unknown) => (value === null || value === undefined ? text('audit.nothing_before') : formatValue(name, value, words));

  return (
    <>
      {corrections.map((correction) => (
        <div key={correction.entryId} className="amendment">
          <p>
            <Icon name="e-correction" />
            <strong>{text('correction.by', { when: time.dateTime(correction.recordedAt), who: who(correction.by) })}</strong>
          </p>
          <dl className="changes">
            {correction.changes.map((change) => (
              <div key={change.name}>
                <dt>{change.name === 'occurredAt' ? text('field.occurred_at.label') : plainLabel(change.name, words)}</dt>
                <dd>
                  {change.concealed ? (
                    <span className="mut">{text('audit.concealed')}</span>
                  ) : (
                    <>
                      <s>{shown(change.name, change.old)}</s>
                      <span aria-hidden="true" className="changes-arrow">
                        →
                      </span>
                      <span>{change.new === null || change.new === undefined ? text('audit.removed') : shown(change.name, change.new)}</span>
                    </>
                  )}
                </dd>
              </div>
            ))}
          </dl>
          {correction.reason ? <p className="mut">{text('correction.why', { reason: correction.reason })}</p> : null}
          {onAmend ? (
            <button
              type="button"
              className="as-link"
              onClick={() => onAmend({ how: 'take_back', entryId: correction.entryId, title: text('correction.take_back_correction') })}
            >
              {text('correction.take_back_correction')}
            </button>
          ) : null}
        </div>
      ))}
      {errorMark ? (
        <div className="amendment">
          <p>
            <Icon name="u-close" />
            <strong>{text('correction.marked', { when: time.dateTime(errorMark.recordedAt), who: who(errorMark.by) })}</strong>
          </p>
          {errorMark.reason ? <p className="mut">{text('correction.why', { reason: errorMark.reason })}</p> : null}
          {onAmend ? (
            <button type="button" className="as-link" onClick={() => onAmend({ how: 'take_back', entryId: errorMark.entryId, title: text('correction.take_back') })}>
              {text('correction.take_back')}
            </button>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
