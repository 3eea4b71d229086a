import { Button } from '@digdir/designsystemet-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useMay, useSession } from '../../../app';
import { unmask } from '../../../graphql';
import type { DeskBoardQuery } from '../../../graphql/generated/graphql';
import { dateOf, useText, useTime } from '../../../i18n';
import { EmptyState, PageHeader } from '../../../ui';
import { byMeetingOrder } from '../model/order';
import { WallRow } from '../model/row';
import { PrintedBoard } from '../print/PrintedBoard';
import type { Printed } from '../print/usePrinted';
import { DeskFilters } from './DeskFilters';
import { DeskTable, type DeskRowPair } from './DeskTable';
import { DeskRow } from './document';
import { isFiltered, matches, type Filter } from './filter';
import { useFilter } from './useFilter';

interface Props {
  readonly data: DeskBoardQuery;
  readonly teamId: string;
  readonly now: number;
  readonly stale: boolean;
  readonly emptied: boolean;
  readonly past: boolean;
  readonly printed: Printed;
  readonly freshness?: ReactNode;
}

export function Desk({ data, teamId, now, stale, emptied, past, printed, freshness }: Props) {
  const text = useText();
  const time = useTime();
  const may = useMay();
  const { demo } = useSession();
  const navigate = useNavigate();
  const [filter, setFilter] = useFilter();
  const today = dateOf(now);
  const masked = unmask(DeskRow, data.board?.rows);
  const pairs = useMemo(
    () =>
      (masked ?? [])
        .map((desk): DeskRowPair => ({ desk, wall: unmask(WallRow, desk) }))
        .toSorted((a, b) => byMeetingOrder(a.wall, b.wall)),
    [masked],
  );
  const inScope = useMemo(() => pairs.filter(({ wall }) => wall.shown || filter.all === true), [pairs, filter.all]);
  // A filter would still say who has which status, when that is too old to be said.
  const shown = useMemo(
    () => (emptied ? inScope : pairs.filter(({ wall }) => matches(wall, filter, today))),
    [pairs, inScope, filter, today, emptied],
  );
  const filtered = !emptied && isFiltered(filter);
  const initials = useMemo(() => new Map(data.team?.staff.map((s) => [s.staffId, s.initials ?? ''])), [data.team]);
  const mayRecord = may('record', teamId) && !past;
  return (
    <>
      <PageHeader
        title={data.board?.teamName ?? text('nav.board')}
        beside={
          <>
            <span className="mut">
              {time.weekdayDate(today)}, {text('time.week', { week: time.week(today) })}
            </span>
            {freshness}
          </>
        }
        actions={
          <>
            {mayRecord ? (
              <Button asChild variant="primary">
                <Link to="/deltakere/$teamId/ny" params={{ teamId }}>
                  {text('desk.enrol')}
                </Link>
              </Button>
            ) : null}
            <Button variant="secondary" onClick={() => window.print()}>
              {text('print.board')}
            </Button>
            <Button variant="secondary" onClick={() => void navigate({ to: '/vegg/$teamId', params: { teamId }, search: wallSearch })}>
              {text('nav.wall')}
            </Button>
          </>
        }
      />
      <DeskFilters
        rows={inScope.map(({ wall }) => wall)}
        hasHidden={pairs.some(({ wall }) => !wall.shown)}
        now={now}
        filter={filter}
        onChange={setFilter}
        emptied={emptied}
      />
      <p className="desk-count mut" role="status">
        {emptied ? `${text('fresh.emptied')} ` : null}
        {filtered
          ? text('desk.rows_of', { shown: shown.length, count: inScope.length })
          : text('desk.rows', { count: shown.length })}
      </p>
      {shown.length === 0 ? (
        <Nobody filtered={filtered} onClear={() => setFilter({})} />
      ) : (
        <DeskTable
          rows={shown}
          initials={initials}
          now={now}
          mayRecord={mayRecord}
          stale={stale}
          emptied={emptied}
          past={past}
          lastDaySince={data.board?.lastDaySince ?? data.board?.serverTime ?? ''}
        />
      )}
      <PrintedBoard teamName={data.board?.teamName ?? ''} rows={inScope.map(({ wall }) => wall)} printed={printed} demo={demo} />
    </>
  );
}

/** The wall of the same instant. */
function wallSearch({ knownAt, happenedAt }: { knownAt?: string; happenedAt?: string }) {
  return { knownAt, happenedAt };
}

interface NobodyProps {
  readonly filtered: boolean;
  readonly onClear: (filter?: Filter) => void;
}

function Nobody({ filtered, onClear }: NobodyProps) {
  const text = useText();
  return (
    <EmptyState title={text(filtered ? 'desk.no_match' : 'empty.board')}>
      {filtered ? (
        <Button variant="secondary" onClick={() => onClear()}>
          {text('desk.filter.clear')}
        </Button>
      ) : null}
    </EmptyState>
  );
}
