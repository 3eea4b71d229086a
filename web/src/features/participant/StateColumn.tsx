import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { graphql, unmask, type FragmentType } from '../../graphql';
import { useKindText, useMoney, useText, useTextOr, useTime } from '../../i18n';
import { Box, RiskBadge, StatusBadge } from '../../ui';

export const participantStateFragment = graphql(`
  fragment ParticipantState on Participant {
    participantId
    teamId
    row {
      status
      marks
      riskLevel
      nextDeadline {
        deadline
        on
        daysLeft
      }
      lastMetDays
      lastMetOverdue
      detail {
        standings {
          status
          decided
          since
          because
          becauseKind
          reviewBy
        }
        housing
        housingSince
        admittedSince
        admissionPath
        imprisoned
        hasLivingPlan
        arrearsOre
      }
    }
    risk {
      points
    }
    tenancies {
      tenancyId
      address
      landlord
      rentOre
      validFrom
      keysOn
      active
    }
  }
`);

interface Props {
  readonly participant: FragmentType<typeof participantStateFragment>;
  readonly past: boolean;
}

const housingWords = {
  HOUSED: 'participant.housed',
  TEMPORARY: 'participant.temporary',
  HOMELESS: 'participant.homeless',
  OWNED: 'participant.owned',
} as const;

/** What stands now, each with why and since when. */
export function StateColumn({ participant: masked, past }: Props) {
  const { participantId, teamId, row, risk, tenancies } = unmask(participantStateFragment, masked);
  const text = useText();
  const textOr = useTextOr();
  const kindText = useKindText();
  const time = useTime();
  const money = useMoney();
  const detail = row?.detail;
  const home = tenancies.find((tenancy) => tenancy.active);
  const standings = detail?.standings ?? [];
  const day = (date: string) => time.dayMonth(date);

  return (
    <dl className="state-list">
      <Row label={text('board.column.status')}>
        {standings.length === 0 && row?.status ? <StatusBadge status={row.status} /> : null}
        {standings.map((standing) => (
          <div key={standing.status} className="state-standing">
            <StatusBadge status={standing.status} />
            <p className="mut">
              {[
                standing.becauseKind ? kindText(standing.becauseKind) : text(standing.decided ? 'board.status_kind.decided' : 'board.status_kind.derived'),
                text('participant.since', { date: day(standing.since) }),
                standing.reviewBy ? text('kinds.review_by', { date: day(standing.reviewBy) }) : '',
              ]
                .filter(Boolean)
                .join(', ')}
              {standing.because && !past ? (
                <>
                  {' '}
                  <Link to="/deltaker/$participantId" params={{ participantId }} search={{ entry: standing.because }} className="state-why">
                    {text('participant.why')}
                    <span className="sr"> {textOr(`board.status.${standing.status.toLowerCase()}`, standing.status)}</span>
                  </Link>
                </>
              ) : null}
            </p>
          </div>
        ))}
        {row?.marks.map((mark) => (
          <Box key={mark}>{textOr(`board.${mark.toLowerCase()}`, textOr(`board.flag.${mark.toLowerCase()}`, mark))}</Box>
        ))}
      </Row>
      <Row label={text('participant.risk')}>
        {row?.riskLevel ? (
          <>
            <p className="state-line">
              <RiskBadge level={row.riskLevel} />
              {risk ? <span>{text('risk.points', { count: risk.points })}</span> : null}
            </p>
            {past ? null : (
              <Link to="/risiko/$teamId" params={{ teamId }} search={{ participantId }}>
                {text('participant.risk_detail')}
              </Link>
            )}
          </>
        ) : (
          <span className="mut">{text('participant.no_tenancy_risk')}</span>
        )}
      </Row>
      {row?.nextDeadline ? (
        <Row label={text('participant.next_deadline')}>
          <p className="state-line">
            <span>
              {textOr(`deadline.${row.nextDeadline.deadline.toLowerCase()}`, row.nextDeadline.deadline)} {day(row.nextDeadline.on)}
            </span>
            {row.nextDeadline.daysLeft <= 3 ? (
              <Box>{row.nextDeadline.daysLeft === 0 ? text('time.today') : text('time.in_days', { count: row.nextDeadline.daysLeft })}</Box>
            ) : null}
          </p>
        </Row>
      ) : null}
      {detail?.arrearsOre ? <Row label={text('participant.arrears')}>{money(detail.arrearsOre)}</Row> : null}
      <Row label={text('participant.housing')}>
        {detail ? (
          <p>
            {text(housingWords[detail.housing])}
            {detail.housingSince ? <span className="mut"> {text('participant.since', { date: day(detail.housingSince) })}</span> : null}
          </p>
        ) : null}
        {home ? (
          <p className="mut">
            {[
              home.address,
              home.landlord ? textOr(`tenancy.landlord.${home.landlord.toLowerCase()}`, home.landlord) : '',
              home.rentOre ? text('kinds.rent', { amount: money(home.rentOre) }) : '',
              home.keysOn ? text('participant.keys_on', { date: time.date(home.keysOn) }) : text('participant.no_keys_yet'),
            ]
              .filter(Boolean)
              .join(', ')}
          </p>
        ) : null}
      </Row>
      <Row label={text('participant.admission')}>
        {detail?.admittedSince ? (
          <p>
            {text('participant.admitted_since', { date: day(detail.admittedSince) })}
            {detail.admissionPath ? <span className="mut">, {textOr(`admission.path.${detail.admissionPath.toLowerCase()}`, '').toLowerCase()}</span> : null}
          </p>
        ) : (
          <span className={detail?.imprisoned ? '' : 'mut'}>{text(detail?.imprisoned ? 'participant.imprisoned' : 'participant.not_admitted')}</span>
        )}
      </Row>
      <Row label={text('participant.last_met')}>
        {row?.lastMetDays === null || row?.lastMetDays === undefined ? (
          text('time.never')
        ) : row.lastMetDays === 0 ? (
          text('time.today')
        ) : row.lastMetOverdue ? (
          <Box>{text('time.days_ago', { count: row.lastMetDays })}</Box>
        ) : (
          text('time.days_ago', { count: row.lastMetDays })
        )}
      </Row>
      <Row label={text('participant.plan')}>{text(detail?.hasLivingPlan ? 'participant.has_plan' : 'participant.no_plan')}</Row>
    </dl>
  );
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="state-row">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
