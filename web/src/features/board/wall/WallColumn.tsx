import { memo } from 'react';
import { dateOf, useText, useTime } from '../../../i18n';
import { Box, RiskBadge, StatusBadge } from '../../../ui';
import { currentVisit } from '../model/order';
import type { Placed } from '../model/paging';
import type { BoardRowData } from '../model/row';
import { dueKey, shortStatusKey } from '../words';
import { Alias } from './Alias';

interface Props {
  readonly label: string;
  readonly rows: readonly Placed<BoardRowData>[];
  readonly now: number;
  readonly emptied: boolean;
  readonly past: boolean;
  /** One column has room for the next deadline too. */
  readonly roomy: boolean;
}

export const WallColumn = memo(function WallColumn({ label, rows, now, emptied, past, roomy }: Props) {
  const text = useText();
  return (
    <div role="table" aria-label={label}>
      <div role="rowgroup">
        <div className="w-row w-colh" role="row">
          <span role="columnheader">{text('wall.participant')}</span>
          <span role="columnheader">{text('board.column.status')}</span>
          <span role="columnheader">{text('wall.risk')}</span>
          <span role="columnheader" className="d">
            {text('wall.met')}
          </span>
          <span role="columnheader" className="t-head">
            {text(past ? 'wall.that_day' : 'wall.today')}
          </span>
          {roomy ? (
            <span role="columnheader" className="due">
              {text('wall.next_due')}
            </span>
          ) : null}
        </div>
      </div>
      <div role="rowgroup">
        {rows.map(({ row, ends }) => (
          <div key={row.participantId} className={['w-row', ends ? 'five' : '', row.incomplete ? 'is-incomplete' : ''].join(' ')} role="row">
            <span role="rowheader" className="al">
              <Alias alias={row.alias} />
            </span>
            <span role="cell">{emptied ? null : <Status row={row} />}</span>
            <span role="cell">{emptied ? null : <Risk row={row} />}</span>
            <span role="cell" className="d">
              {emptied ? null : <LastMet row={row} />}
            </span>
            <span role="cell" className="t">
              {emptied ? null : <Today row={row} now={now} />}
              {row.incomplete ? <span className="sr">{text('board.incomplete_help')}</span> : null}
            </span>
            {roomy ? (
              <span role="cell" className="due">
                {emptied ? null : <Due row={row} now={now} />}
              </span>
            ) : null}
          </div>
        ))}
      </div>
    </div>
  );
});

function Status({ row }: { readonly row: BoardRowData }) {
  const text = useText();
  if (!row.status) {
    return (
      <span className="st">
        <i className="box q" aria-hidden="true">
          ?
        </i>
        {text('board.needs_decision')}
      </span>
    );
  }
  const word = text(shortStatusKey(row.status));
  const badge = <StatusBadge status={row.status} word={word} />;
  if (!row.marks.includes('REVIEW_OVERDUE') && !row.marks.includes('NEEDS_DECISION')) return badge;
  return (
    <span className="box whole">
      {badge}
      <span className="sr">, {text('board.review_overdue')}</span>
    </span>
  );
}

function Risk({ row }: { readonly row: BoardRowData }) {
  const text = useText();
  if (row.riskLevel) return <RiskBadge level={row.riskLevel} />;
  return (
    <span className="norisk">
      <span aria-hidden="true">–</span>
      <span className="sr">{text('value.none_spoken')}</span>
    </span>
  );
}

function LastMet({ row }: { readonly row: BoardRowData }) {
  const text = useText();
  const days = row.lastMetDays ?? '–';
  return row.lastMetOverdue ? <Box spoken={text('wall.count.overdue')}>{days}</Box> : days;
}

function Today({ row, now }: { readonly row: BoardRowData; readonly now: number }) {
  const text = useText();
  const time = useTime();
  const visit = currentVisit(row.today, now);
  const who = visit?.initials[0] ?? row.responsible ?? '';
  return (
    <>
      <b>{visit ? time.clock(visit.start) : null}</b>
      {visit?.unassigned ? (
        <i className="box">
          <span aria-hidden="true">?</span>
          <span className="sr">{text('wall.unassigned')}</span>
        </i>
      ) : (
        <span className={['who', who.length === 3 ? 'three' : '', who.length > 3 ? 'long' : ''].join(' ')}>{who}</span>
      )}
    </>
  );
}

function Due({ row, now }: { readonly row: BoardRowData; readonly now: number }) {
  const text = useText();
  const time = useTime();
  const due = row.nextDeadline;
  if (!due) return null;
  const today = due.on === dateOf(now);
  const day = today ? text('time.today') : time.dayMonth(due.on);
  return (
    <>
      {today || due.passed ? <Box spoken={due.passed ? text('wall.due_passed') : undefined}>{day}</Box> : <span className="day">{day}</span>} {text(dueKey(due.deadline))}
    </>
  );
}
