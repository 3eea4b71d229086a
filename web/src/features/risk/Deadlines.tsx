import { Link } from '@tanstack/react-router';
import { useText, useTime } from '../../i18n';
import type { RiskDetailFragment } from '../../graphql/generated/graphql';
import { Box } from '../../ui';
import { useDeadlineText, useFlagText } from './words';

interface Props {
  readonly participantId: string;
  readonly deadlines: RiskDetailFragment['deadlines'];
}

const SOON = 3;

/** Every deadline, those ahead first. A passed one is said to be passed. */
export function Deadlines({ participantId, deadlines }: Props) {
  const text = useText();
  const time = useTime();
  const deadlineText = useDeadlineText();
  const flagText = useFlagText();
  const sorted = deadlines.toSorted((a, b) => Number(a.passed) - Number(b.passed) || a.on.localeCompare(b.on));
  return (
    <section aria-labelledby="deadlines">
      <h3 id="deadlines" className="risk-h">
        {text('risk.all_deadlines')}
      </h3>
      {sorted.length === 0 ? <p className="mut">{text('risk.no_next_deadline')}</p> : null}
      <ul className="deadlines">
        {sorted.map((each) => {
          const name = deadlineText(each.deadline);
          return (
            <li key={`${each.deadline}${each.on}${each.because ?? ''}`} className={each.passed ? 'mut' : undefined}>
              <span>
                {each.because ? (
                  <Link to="/deltaker/$participantId" params={{ participantId }} search={{ entry: each.because }}>
                    {name}
                  </Link>
                ) : (
                  name
                )}
                {each.flags.map((flag) => (
                  <span key={flag} className="risk-flag">
                    {flagText(flag)}
                  </span>
                ))}
              </span>
              <span className="tn">{each.passed ? text('risk.passed', { date: time.dayMonth(each.on) }) : time.date(each.on)}</span>
              <span className="deadline-left">
                {each.passed ? null : each.daysLeft === 0 ? (
                  <Box>{text('time.today')}</Box>
                ) : each.daysLeft <= SOON ? (
                  <Box>{text('risk.days_short', { count: each.daysLeft })}</Box>
                ) : (
                  text('risk.days_short', { count: each.daysLeft })
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
