import { Link } from '@tanstack/react-router';
import type { DeskRowFragment } from '../../../graphql/generated/graphql';
import { dateOf, useKindText, useMoney, useText, useTextOr, useTime } from '../../../i18n';
import { Box, EntryMark, None, RiskBadge, StatusBadge, StatusGlyph, statusKey } from '../../../ui';
import type { BoardRowData } from '../model/row';
import { dueKey } from '../words';

interface CellProps {
  readonly desk: DeskRowFragment;
  readonly wall: BoardRowData;
  readonly now: number;
  readonly initials: ReadonlyMap<string, string>;
}

/** Days at which a coming deadline is marked. */
const NEAR_DAYS = 3;

export function StatusCell({ desk, wall }: CellProps) {
  const text = useText();
  const time = useTime();
  const kindText = useKindText();
  const standings = desk.detail?.standings ?? [];
  const primary = standings.find((s) => s.status === wall.status);
  const reason = primary?.decided ? undefined : primary?.becauseKind;
  const others = standings.filter((s) => s.status !== wall.status);
  const overdue = wall.marks.includes('REVIEW_OVERDUE');
  return (
    <>
      <span className="status-line">
        {wall.status ? <StatusBadge status={wall.status} /> : null}
        {wall.marks.includes('NEEDS_DECISION') ? <Box>{text('board.needs_decision')}</Box> : null}
        {others.map((s) => (
          <span key={s.status} className="also" title={text(statusKey(s.status))}>
            <StatusGlyph status={s.status} />
            <span className="sr">{text(statusKey(s.status))}</span>
          </span>
        ))}
      </span>
      {primary ? (
        <span className="why">
          {reason ? `${kindText(reason)}, ` : null}
          {text(primary.decided ? 'desk.decided' : 'desk.since', { date: time.dayMonth(primary.since) })}
          {primary.reviewBy ? ', ' : null}
          {primary.reviewBy && overdue ? (
            <Box spoken={text('board.review_overdue')}>{text('desk.review_by', { date: time.dayMonth(primary.reviewBy) })}</Box>
          ) : null}
          {primary.reviewBy && !overdue ? text('desk.review_by', { date: time.dayMonth(primary.reviewBy) }) : null}
        </span>
      ) : null}
      {wall.marks.includes('FIXED_TERM_ENDING') ? (
        <span className="why">{text('board.flag.fixed_term_ending')}</span>
      ) : null}
    </>
  );
}

export function LastMetCell({ desk, wall, initials }: CellProps) {
  const text = useText();
  if (wall.lastMetDays == null) return wall.lastMetOverdue ? <Box spoken={text('wall.count.overdue')}>{text('time.never')}</Box> : <None />;
  const days = text('desk.days', { count: wall.lastMetDays });
  const who = desk.detail?.lastMetStaffIds.map((id) => initials.get(id)).filter(Boolean).join(' ');
  return (
    <span className="tn">
      {wall.lastMetOverdue ? <Box spoken={text('wall.count.overdue')}>{days}</Box> : days} {who ? <span className="mut">{who}</span> : null}
    </span>
  );
}

const SHOWN = 2;

/** The rest is on the person's own page. */
function More({ count, wall }: { readonly count: number; readonly wall: BoardRowData }) {
  const text = useText();
  return (
    <li>
      <Link
        className="more"
        to="/deltaker/$participantId"
        params={{ participantId: wall.participantId }}
        aria-label={text('desk.and_more_spoken', { count, alias: wall.alias })}
      >
        {text('desk.and_more', { count })}
      </Link>
    </li>
  );
}

export function LastDayCell({ desk, wall, now }: CellProps) {
  const time = useTime();
  const kindText = useKindText();
  const happened = desk.detail?.lastDay ?? [];
  if (happened.length === 0) return null;
  const today = dateOf(now);
  const when = (at: string) => (dateOf(at) === today ? time.clock(at) : `${time.dayShort(dateOf(at))} ${time.clock(at)}`);
  return (
    <ul className="lines">
      {happened.slice(0, SHOWN).map((h) => (
        <li key={h.entryId} className="happened">
          <span className="tn mut">{when(h.at)}</span> <EntryMark mark={h.mark} /> {kindText(h.kind)}
        </li>
      ))}
      {happened.length > SHOWN ? <More count={happened.length - SHOWN} wall={wall} /> : null}
    </ul>
  );
}

/** Nobody has taken the visit. */
function Nobody() {
  const text = useText();
  return (
    <Box>
      <span aria-hidden="true" title={text('wall.unassigned')}>
        ?
      </span>
      <span className="sr">{text('wall.unassigned')}</span>
    </Box>
  );
}

export function TodayCell({ wall }: CellProps) {
  const time = useTime();
  if (wall.today.length === 0) return null;
  return (
    <ul className="lines tn">
      {wall.today.map((visit) => (
        <li key={visit.plannedContactId}>
          <b className="at">{time.clock(visit.start)}</b>{' '}
          {visit.unassigned ? (
            <Nobody />
          ) : (
            visit.initials.join(' ')
          )}
        </li>
      ))}
    </ul>
  );
}

export function WeekCell({ desk, wall, now }: CellProps) {
  const time = useTime();
  const today = dateOf(now);
  const coming = (desk.detail?.week ?? []).filter((visit) => dateOf(visit.start) > today);
  if (coming.length === 0) return null;
  return (
    <ul className="lines tn">
      {coming.slice(0, SHOWN).map((visit) => (
        <li key={visit.plannedContactId}>
          <span className="mut">{time.shortDay(dateOf(visit.start))}</span> {time.clock(visit.start)}{' '}
          {visit.unassigned ? <Nobody /> : visit.initials.join(' ')}
        </li>
      ))}
      {coming.length > SHOWN ? <More count={coming.length - SHOWN} wall={wall} /> : null}
    </ul>
  );
}

export function HousingCell({ desk }: CellProps) {
  const text = useText();
  const textOr = useTextOr();
  const time = useTime();
  const detail = desk.detail;
  if (!detail) return null;
  const words = {
    HOUSED: detail.landlord
      ? textOr(`tenancy.landlord.${detail.landlord.toLowerCase()}`, detail.landlord)
      : text('desk.housed'),
    TEMPORARY: text('housing.type.temporary'),
    HOMELESS: text('board.status.homeless'),
    OWNED: text('desk.owned'),
  };
  return (
    <>
      {words[detail.housing]}
      {detail.housingSince ? (
        <span className="why">{text('desk.since', { date: time.date(detail.housingSince) })}</span>
      ) : null}
      {detail.openOffers.length > 0 ? (
        <span className="why">{text('desk.offers', { count: detail.openOffers.length })}</span>
      ) : null}
      {detail.hasLivingPlan ? null : <span className="why">{text('desk.no_plan')}</span>}
    </>
  );
}

export function RiskCell({ desk, wall }: CellProps) {
  const text = useText();
  const time = useTime();
  const money = useMoney();
  const due = wall.nextDeadline;
  const points = desk.detail?.riskPoints;
  const arrears = desk.detail?.arrearsOre ?? 0;
  if (!wall.riskLevel && !due) return <None />;
  return (
    <>
      {wall.riskLevel ? (
        <span className="status-line">
          <RiskBadge level={wall.riskLevel} />
          {points != null ? <span className="tn mut">{points}</span> : null}
        </span>
      ) : null}
      {due ? (
        <span className="why">
          {due.daysLeft <= NEAR_DAYS || due.passed ? (
            <Box spoken={due.passed ? text('wall.due_passed') : undefined}>
              {due.daysLeft === 0 ? text('desk.today_short') : text('desk.days', { count: due.daysLeft })}
            </Box>
          ) : null}{' '}
          {text(dueKey(due.deadline))} {time.dayMonth(due.on)}
        </span>
      ) : null}
      {arrears > 0 ? <span className="why">{text('desk.arrears', { amount: money(arrears) })}</span> : null}
    </>
  );
}

export function AdmissionCell({ desk }: CellProps) {
  const text = useText();
  const textOr = useTextOr();
  const time = useTime();
  const detail = desk.detail;
  if (!detail) return null;
  if (detail.imprisoned) return text('desk.imprisoned');
  if (!detail.admittedSince) return null;
  return (
    <>
      {detail.admissionPath
        ? textOr(`admission.path.${detail.admissionPath.toLowerCase()}`, detail.admissionPath)
        : text('board.status.admitted')}
      <span className="why">{text('desk.since', { date: time.dayMonth(detail.admittedSince) })}</span>
    </>
  );
}
