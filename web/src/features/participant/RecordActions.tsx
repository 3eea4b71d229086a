import { Button } from '@digdir/designsystemet-react';
import { Link } from '@tanstack/react-router';
import { useText, useTextOr } from '../../i18n';
import { actionKey, families, familyKey } from '../../kinds';

interface Props {
  readonly participantId: string;
  readonly enrolled: boolean;
}

/** What can be recorded about the participant: contact first, then a link a family. */
export function RecordActions({ participantId, enrolled }: Props) {
  const text = useText();
  const textOr = useTextOr();
  const others = families.filter((family) => family.target !== 'TEAM' && (enrolled ? family.noun !== 'contact' : family.noun === 'participant'));
  return (
    <nav className="record-actions" aria-label={text('participant.record')}>
      {enrolled ? (
        <Button asChild>
          <Link to="/deltaker/$participantId/ny/$family" params={{ participantId, family: 'contact' }}>
            {textOr(actionKey('CONTACT_COMPLETED'), '')}
          </Link>
        </Button>
      ) : null}
      <ul>
        {others.map(({ noun }) => (
          <li key={noun}>
            <Link to="/deltaker/$participantId/ny/$family" params={{ participantId, family: noun }}>
              {textOr(familyKey(noun), noun)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
