import { Button } from '@digdir/designsystemet-react';
import { Link } from '@tanstack/react-router';
import { useText, useTextOr, useTime } from '../../i18n';
import { RiskBadge, StatusBadge } from '../../ui';
import type { MyVisit } from './row';

interface Props {
  readonly visits: readonly MyVisit[];
  readonly now: number;
}

/** My visits in order. The next one has the buttons; those that are over are quieter. */
export function VisitList({ visits, now }: Props) {
  const text = useText();
  const textOr = useTextOr();
  const time = useTime();
  const next = visits.findIndex(({ visit }) => Date.parse(visit.end ?? visit.start) >= now);
  return (
    <ol className="visits">
      {visits.map(({ row, visit }, index) => (
        <li key={visit.plannedContactId} className={index === next ? 'next' : index < next || next < 0 ? 'over' : undefined}>
          <b className="at tn">{time.clock(visit.start)}</b>
          <div>
            <div className="visit-line">
              <Link to="/deltaker/$participantId" params={{ participantId: row.participantId }} className="visit-alias">
                {row.alias}
              </Link>
              {row.status ? <StatusBadge status={row.status} /> : null}
              {row.riskLevel && row.riskLevel !== 'GREEN' ? <RiskBadge level={row.riskLevel} /> : null}
            </div>
            {visit.place ? (
              <div className="mut">{textOr(`contact.place.${visit.place.toLowerCase()}`, visit.place)}</div>
            ) : null}
            {index === next ? (
              <div className="visit-actions">
                <Button asChild variant="primary">
                  <Link
                    to="/deltaker/$participantId/ny/$family"
                    params={{ participantId: row.participantId, family: 'contact' }}
                    search={{ kind: 'CONTACT_COMPLETED', plannedContactId: visit.plannedContactId }}
                  >
                    {text('home.record')}
                  </Link>
                </Button>
                <Button asChild variant="secondary">
                  <Link
                    to="/deltaker/$participantId/ny/$family"
                    params={{ participantId: row.participantId, family: 'contact' }}
                    search={{ kind: 'CONTACT_ATTEMPT_FAILED', plannedContactId: visit.plannedContactId }}
                  >
                    {text('contact.failure.not_home')}
                  </Link>
                </Button>
              </div>
            ) : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
