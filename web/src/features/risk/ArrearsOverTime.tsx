import { useQuery } from 'urql';
import { kroner, useText, useTime } from '../../i18n';
import { Cell, DataTable, ErrorState, Loading, None, RiskBadge, RowHeader, TableHead } from '../../ui';
import { useRetry } from '../../record';
import { ArrearsChart } from './ArrearsChart';
import { arrearsQuery } from './arrearsQuery';

interface Props {
  readonly participantId: string;
  readonly tenancyId: string;
  readonly monthlyRentOre: number | null;
}

const SHOWN = 12;

/** A year of unpaid rent and level: drawn, and in a table, newest first. */
export function ArrearsOverTime({ participantId, tenancyId, monthlyRentOre }: Props) {
  const text = useText();
  const time = useTime();
  const [{ data, error, fetching }, again] = useQuery({ query: arrearsQuery, variables: { participantId, tenancyId } });
  const found = data?.arrearsOverTime;
  const retry = () => again({ requestPolicy: 'network-only' });
  useRetry(found ? undefined : error, retry);
  return (
    <section className="arrears" aria-labelledby="arrears-title">
      <h3 id="arrears-title" className="risk-h">
        {text('risk.over_time')}
      </h3>
      {error && !found ? <ErrorState error={error} onRetry={retry} /> : null}
      {fetching && !found ? <Loading /> : null}
      {found?.incomplete ? <p role="note">{text('risk.incomplete')}</p> : null}
      {found && found.points.length === 0 ? <p className="mut">{text('risk.nothing_over_time')}</p> : null}
      {found && found.points.length > 0 ? (
        <div className="arrears-both">
          <ArrearsChart span={found} points={found.points} monthlyRentOre={monthlyRentOre} />
          <DataTable caption={text('risk.over_time')}>
            <TableHead
              columns={[
                { key: 'on', label: text('risk.date') },
                { key: 'arrears', label: text('risk.arrears_column'), number: true },
                { key: 'points', label: text('risk.points_column'), number: true },
                { key: 'level', label: text('risk.level') },
              ]}
            />
            <tbody role="rowgroup">
              {found.points.toReversed().slice(0, SHOWN).map((point) => (
                <tr role="row" key={point.on}>
                  <RowHeader>{time.date(point.on)}</RowHeader>
                  <Cell number>{point.tenancyId ? kroner(point.arrearsOre) : <None />}</Cell>
                  <Cell number>{point.tenancyId ? point.points : <None />}</Cell>
                  <Cell>{point.level ? <RiskBadge level={point.level} /> : <None />}</Cell>
                </tr>
              ))}
            </tbody>
          </DataTable>
          {found.points.length > SHOWN ? <p className="mut">{text('risk.older_changes', { count: found.points.length - SHOWN })}</p> : null}
        </div>
      ) : null}
    </section>
  );
}
