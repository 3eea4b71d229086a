import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { DeskRowFragment } from '../../../graphql/generated/graphql';
import { useText, useTime } from '../../../i18n';
import { Cell, DataTable, Icon, RowHeader, TableHead, type Column } from '../../../ui';
import { groupOf } from '../model/order';
import type { BoardRowData } from '../model/row';
import { AdmissionCell, HousingCell, LastDayCell, LastMetCell, RiskCell, StatusCell, TodayCell, WeekCell } from './cells';

export interface DeskRowPair {
  readonly desk: DeskRowFragment;
  readonly wall: BoardRowData;
}

interface Props {
  readonly rows: readonly DeskRowPair[];
  readonly initials: ReadonlyMap<string, string>;
  readonly now: number;
  readonly mayRecord: boolean;
  readonly stale: boolean;
  readonly emptied: boolean;
  readonly past: boolean;
  readonly lastDaySince: string;
}

export const DeskTable = memo(function DeskTable({ rows, initials, now, mayRecord, stale, emptied, past, lastDaySince }: Props) {
  const text = useText();
  const time = useTime();
  const column = (key: 'status' | 'last_met' | 'last_24h' | 'today' | 'week_plan' | 'housing' | 'tenancy_risk' | 'admission'): Column => ({
    key,
    label: text(`board.column.${key}`),
    help: text(`board.column_help.${key}`),
  });
  const columns: Column[] = [
    { key: 'alias', label: text('board.column.alias'), help: text('board.column_help.alias') },
    column('status'),
    { key: 'who', label: text('desk.who'), help: text('desk.filter.who') },
    column('last_met'),
    { ...column('last_24h'), help: `${text('board.column_help.last_24h')} ${text('desk.last_day_since', { instant: time.dateTime(lastDaySince, now) })}` },
    past ? { key: 'today', label: text('wall.that_day') } : column('today'),
    column('week_plan'),
    column('housing'),
    column('tenancy_risk'),
    column('admission'),
    ...(mayRecord ? [{ key: 'quick', label: text('desk.quick'), hidden: true }] : []),
  ];
  return (
    <DataTable caption={text('nav.board')} className={stale ? 'desk-board desk-hatched' : 'desk-board'}>
      <TableHead columns={columns} />
      <tbody role="rowgroup">
        {rows.map(({ desk, wall }, i) => {
          const next = rows[i + 1];
          const ends = next !== undefined && groupOf(next.wall) !== groupOf(wall);
          const cell = { desk, wall, now, initials };
          return (
            <tr key={wall.participantId} role="row" className={ends ? 'ends' : undefined}>
              <RowHeader className="al">
                <Link to="/deltaker/$participantId" params={{ participantId: wall.participantId }}>
                  {wall.alias}
                </Link>
                {wall.incomplete ? (
                  <span className="desk-incomplete" title={text('board.incomplete_help')}>
                    {text('board.incomplete')}
                    <span className="sr">. {text('board.incomplete_help')}</span>
                  </span>
                ) : null}
              </RowHeader>
              <Cell held={emptied} className="c-status">
                <StatusCell {...cell} />
              </Cell>
              <Cell held={emptied} label={text('desk.filter.who')}>{wall.responsible}</Cell>
              <Cell held={emptied} label={text('board.column.last_met')} className="c-met">
                <LastMetCell {...cell} />
              </Cell>
              <Cell held={emptied} label={text('board.column.last_24h')}>
                <LastDayCell {...cell} />
              </Cell>
              <Cell held={emptied} label={text('board.column.today')}>
                <TodayCell {...cell} />
              </Cell>
              <Cell held={emptied} label={text('board.column.week_plan')}>
                <WeekCell {...cell} />
              </Cell>
              <Cell held={emptied} label={text('board.column.housing')} className="c-housing">
                <HousingCell {...cell} />
              </Cell>
              <Cell held={emptied} label={text('board.column.tenancy_risk')} className="c-risk">
                <RiskCell {...cell} />
              </Cell>
              <Cell held={emptied} label={text('board.column.admission')}>
                <AdmissionCell {...cell} />
              </Cell>
              {mayRecord ? (
                <Cell held={emptied} className="c-quick">
                  <Link
                    className="quick"
                    to="/deltaker/$participantId/ny/$family"
                    params={{ participantId: wall.participantId, family: 'contact' }}
                    aria-label={text('desk.quick_spoken', { alias: wall.alias })}
                  >
                    <Icon name="s-new" />
                    <span aria-hidden="true">{text('desk.quick_contact')}</span>
                  </Link>
                </Cell>
              ) : null}
            </tr>
          );
        })}
      </tbody>
    </DataTable>
  );
});
