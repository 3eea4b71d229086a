import { Link } from '@tanstack/react-router';
import { unmask, type FragmentType } from '../../graphql';
import { kroner, useText, useTime } from '../../i18n';
import { Box, Cell, DataTable, None, RiskBadge, RowHeader, TableHead } from '../../ui';
import { byUrgency } from './order';
import { riskRowFragment } from './riskQuery';
import { useDeadlineText, useFlagText } from './words';

interface Props {
  readonly teamId: string;
  readonly risks: readonly FragmentType<typeof riskRowFragment>[];
  readonly chosen: string | undefined;
}

const SOON = 3;

export function RiskList({ teamId, risks, chosen }: Props) {
  const text = useText();
  const time = useTime();
  const deadlineText = useDeadlineText();
  const flagText = useFlagText();
  const rows = risks.map((risk) => unmask(riskRowFragment, risk)).toSorted(byUrgency);
  return (
    <DataTable caption={text('risk.page')} className="risk-table">
      <TableHead
        columns={[
          { key: 'alias', label: text('audit.participant') },
          { key: 'level', label: text('risk.level') },
          { key: 'points', label: text('risk.points_column'), number: true },
          { key: 'deadline', label: text('risk.deadline_column') },
          { key: 'left', label: text('risk.left_column'), number: true },
          { key: 'arrears', label: text('risk.arrears_column'), number: true },
        ]}
      />
      <tbody role="rowgroup">
        {rows.map((row) => {
          const next = row.nextDeadline;
          return (
            <tr role="row" key={row.tenancyId} className={row.participantId === chosen ? 'row-chosen' : undefined}>
              <RowHeader>
                <Link to="/risiko/$teamId" params={{ teamId }} search={{ participantId: row.participantId }} aria-current={row.participantId === chosen ? 'true' : undefined}>
                  {row.alias}
                </Link>
              </RowHeader>
              <Cell>
                <RiskBadge level={row.level} />
              </Cell>
              <Cell number label={text('risk.points_column')}>
                {row.points}
              </Cell>
              <Cell label={text('risk.deadline_column')}>
                {next ? (
                  <>
                    {deadlineText(next.deadline)} {time.dayMonth(next.on)}
                    {next.flags.map((flag) => (
                      <span key={flag} className="risk-flag">
                        {flagText(flag)}
                      </span>
                    ))}
                  </>
                ) : (
                  <span className="mut">{text('risk.no_deadline')}</span>
                )}
              </Cell>
              <Cell number label={text('risk.left_column')}>
                {next ? <Left days={next.daysLeft} /> : <None />}
              </Cell>
              <Cell number label={text('risk.arrears_column')}>
                {kroner(row.arrearsOre)}
              </Cell>
            </tr>
          );
        })}
      </tbody>
    </DataTable>
  );
}

/** Days that are left; boxed when somebody must act now. */
function Left({ days }: { readonly days: number }) {
  const text = useText();
  const short = days === 0 ? text('time.today') : text('risk.days_short', { count: days });
  return days <= SOON ? <Box>{short}</Box> : short;
}
