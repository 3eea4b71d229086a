import { Link } from '@tanstack/react-router';
import { unmask, type FragmentType } from '../../graphql';
import { dateOf, useKindText, useText, useTextOr, useTime } from '../../i18n';
import { choiceKey, formatValue, plainLabel, type Words } from '../../kinds';
import { Box, Cell, EntryMark, None } from '../../ui';
import { auditRowFragment } from './auditQuery';

interface Props {
  readonly record: FragmentType<typeof auditRowFragment>;
  readonly words: Words;
  /** An auditor reads the log and no participant's page. */
  readonly mayOpenParticipant: boolean;
}

/** One change: when it was written, by whom, about whom, and each field's old and new value. */
export function AuditRow({ record: masked, words, mayOpenParticipant }: Props) {
  const record = unmask(auditRowFragment, masked);
  const text = useText();
  const textOr = useTextOr();
  const kindText = useKindText();
  const time = useTime();
  const { participantId, alias } = record;
  const shown = (name: string, value: unknown) => formatValue(name, value, words);

  return (
    <tr role="row">
      <Cell className="tn audit-time">
        {time.dayMonth(dateOf(record.recordedAt))} {time.clock(record.recordedAt)}
      </Cell>
      <Cell>
        <span title={record.by.name ?? undefined}>{record.by.initials ?? record.by.name ?? text('entry.by_service')}</span>
        <span className="audit-role">{textOr(choiceKey('role', record.by.role), record.by.role)}</span>
      </Cell>
      <Cell>
        <span className="audit-what">
          <EntryMark mark={record.mark ?? 'CORRECTION'} />
          <span>
            {kindText(record.kind)}
            {record.targetKind ? <span className="audit-role">{text('audit.about', { what: kindText(record.targetKind) })}</span> : null}
          </span>
        </span>
      </Cell>
      <Cell label={text('audit.participant')} className="audit-alias">
        {alias && participantId && mayOpenParticipant ? (
          <Link to="/deltaker/$participantId" params={{ participantId }} search={{ entry: record.targetId ?? record.entryId }}>
            {alias}
          </Link>
        ) : (
          (alias ?? <None />)
        )}
      </Cell>
      <Cell>
        {record.changes.length > 0 ? (
          <dl className="audit-changes">
            {record.changes.map((change) => (
              <div key={change.name}>
                <dt>{change.name === 'occurredAt' ? text('field.occurred_at.label') : plainLabel(change.name, words)}</dt>
                <dd>
                  {change.concealed ? (
                    <i title={text('audit.concealed_help')}>{text(record.kind === 'ENTRY_CORRECTED' ? 'audit.concealed_changed' : 'audit.concealed')}</i>
                  ) : (
                    <>
                      {change.old === null || change.old === undefined ? null : (
                        <>
                          <s>{shown(change.name, change.old)}</s>
                          <span aria-hidden="true" className="audit-arrow">
                            →
                          </span>
                        </>
                      )}
                      <b>{change.new === null || change.new === undefined ? text('audit.removed') : shown(change.name, change.new)}</b>
                    </>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        ) : null}
        {record.backdated ? (
          <p className="audit-late">
            <Box>{text('history.backdated')}</Box> <span className="mut">{`${text('participant.happened')} ${time.dateTime(record.occurredAt)}`}</span>
          </p>
        ) : null}
        {record.reasonConcealed ? <p className="mut">{text('audit.reason_concealed')}</p> : null}
      </Cell>
    </tr>
  );
}
