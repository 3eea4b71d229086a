import { dateOf, useText, useTime } from '../../../i18n';
import { RiskBadge, StatusBadge } from '../../../ui';
import type { BoardRowData } from '../model/row';
import { dueKey } from '../words';

interface Props {
  readonly row: BoardRowData;
  readonly at: number;
  readonly ends: boolean;
}

export function PrintedRow({ row, at, ends }: Props) {
  const text = useText();
  const time = useTime();
  const due = row.nextDeadline;
  const decide = row.marks.includes('REVIEW_OVERDUE') || row.marks.includes('NEEDS_DECISION');
  const visits = row.today.toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start));
  return (
    <tr className={ends ? 'ends' : undefined}>
      <th scope="row" className="p-alias">
        {row.alias}
        {row.incomplete ? <span className="p-incomplete">{text('board.incomplete')}</span> : null}
      </th>
      <td>
        {row.status ? <StatusBadge status={row.status} /> : null}
        {decide || !row.status ? <span className="box">{text('board.needs_decision')}</span> : null}
      </td>
      <td>{row.riskLevel ? <RiskBadge level={row.riskLevel} /> : '–'}</td>
      <td className="p-met">{row.lastMetOverdue ? <span className="box">{row.lastMetDays ?? '–'}</span> : (row.lastMetDays ?? '–')}</td>
      <td>{row.responsible}</td>
      <td>
        {visits.map((visit) => (
          <span key={visit.plannedContactId} className="p-visit">
            <b>{time.clock(visit.start)}</b> {visit.unassigned ? <span className="box">?</span> : visit.initials.join(', ')}
          </span>
        ))}
      </td>
      <td>
        {due ? (
          <>
            {due.passed || due.on === dateOf(at) ? <span className="box">{time.dayMonth(due.on)}</span> : time.dayMonth(due.on)}{' '}
            <span className="p-what">{text(dueKey(due.deadline))}</span>
          </>
        ) : null}
      </td>
      <td />
    </tr>
  );
}
