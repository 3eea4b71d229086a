import { Button } from '@digdir/designsystemet-react';
import { Link } from '@tanstack/react-router';
import { unmask, type FragmentType } from '../../graphql';
import { useMoney, useText, useTime } from '../../i18n';
import { RiskBadge } from '../../ui';
import { ArrearsOverTime } from './ArrearsOverTime';
import { Deadlines } from './Deadlines';
import { riskDetailFragment } from './riskQuery';
import { Signals } from './Signals';
import { useDeadlineText, useFlagText, useSourceText } from './words';

interface Props {
  readonly risk: FragmentType<typeof riskDetailFragment>;
  readonly mayRecord: boolean;
}

/** Why the level is what it is: the next deadline, every signal with its events and rule, every deadline. */
export function RiskDetail({ risk: masked, mayRecord }: Props) {
  const risk = unmask(riskDetailFragment, masked);
  const text = useText();
  const time = useTime();
  const money = useMoney();
  const deadlineText = useDeadlineText();
  const flagText = useFlagText();
  const sourceText = useSourceText();
  const { participantId } = risk;
  const next = risk.deadlines.find((each) => each.deadline === risk.nextDeadline?.deadline && each.on === risk.nextDeadline.on);
  const rule = risk.signals.find((signal) => signal.because.some((entry) => entry.entryId === next?.because))?.source;

  return (
    <section className="risk-detail" aria-labelledby="risk-of">
      <header className="risk-head">
        <h2 id="risk-of" tabIndex={-1}>
          {risk.alias}
        </h2>
        <RiskBadge level={risk.level} />
        <span className="risk-points">{text('risk.points', { count: risk.points })}</span>
        <p className="risk-rules">
          {text('risk.ruleset', { version: risk.rulesVersion })}. {text('risk.disclaimer')} {text('risk.never_a_decision')}
        </p>
      </header>

      <div className="risk-due">
        {next ? (
          <>
            <p className="risk-days">
              {next.daysLeft === 0 ? (
                <b>{text('time.today')}</b>
              ) : (
                <>
                  <b>{next.daysLeft}</b> {text('risk.days_unit', { count: next.daysLeft })}
                </>
              )}
            </p>
            <div>
              <p className="risk-what">
                {deadlineText(next.deadline)}, {time.weekdayDate(next.on)}{' '}
                {next.flags.map((flag) => (
                  <span key={flag} className="risk-flag">
                    {flagText(flag)}
                  </span>
                ))}
              </p>
              {rule ? <p className="mut">{sourceText(rule).full}</p> : null}
            </div>
          </>
        ) : (
          <p className="risk-what">{text('risk.no_next_deadline')}</p>
        )}
        <div className="risk-actions">
          {mayRecord ? (
            <Button asChild>
              <Link to="/deltaker/$participantId/ny/$family" params={{ participantId, family: 'arrears' }}>
                {text('risk.record')}
              </Link>
            </Button>
          ) : null}
          <Link to="/deltaker/$participantId" params={{ participantId }}>
            {text('risk.open_participant')}
          </Link>
        </div>
      </div>

      <ul className="risk-facts">
        <li>
          <strong>{text('risk.arrears', { amount: money(risk.arrearsOre) })}</strong>
        </li>
        {risk.monthlyRentOre ? <li>{text('risk.of_monthly', { amount: money(risk.monthlyRentOre) })}</li> : null}
        {risk.suspendedBy ? <li>{text('risk.suspended_help.rent_deposited')}</li> : null}
        {risk.forcedRed ? <li>{text('risk.forced_red')}</li> : null}
      </ul>

      <div className="risk-columns">
        <Signals participantId={participantId} signals={risk.signals} points={risk.points} />
        <Deadlines participantId={participantId} deadlines={risk.deadlines} />
      </div>
      <ArrearsOverTime participantId={participantId} tenancyId={risk.tenancyId} monthlyRentOre={risk.monthlyRentOre ?? null} />
    </section>
  );
}
