import { Button } from '@digdir/designsystemet-react';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useText } from '../../i18n';
import { Icon } from '../../ui';

interface Person {
  readonly participantId: string;
  readonly alias: string;
}

const norwegian = new Intl.Collator('nb');

/** Anyone of the team, and the form for a contact. The names are on the page already: it works without a network. */
export function NewContact({ rows }: { readonly rows: readonly Person[] }) {
  const text = useText();
  const navigate = useNavigate();
  const id = useId();
  const [participantId, setParticipantId] = useState('');
  const sorted = rows.toSorted((a, b) => norwegian.compare(a.alias, b.alias));
  return (
    <form
      className="new-contact"
      onSubmit={(event) => {
        event.preventDefault();
        if (participantId === '') document.getElementById(id)?.focus();
        else void navigate({ to: '/deltaker/$participantId/ny/$family', params: { participantId, family: 'contact' } });
      }}
    >
      <label htmlFor={id} className="sr">
        {text('offline.choose')}
      </label>
      <select id={id} className="ds-input" value={participantId} onChange={(event) => setParticipantId(event.target.value)}>
        <option value="">{text('offline.choose')}</option>
        {sorted.map((row) => (
          <option key={row.participantId} value={row.participantId}>
            {row.alias}
          </option>
        ))}
      </select>
      <Button type="submit">
        <Icon name="s-new" />
        {text('offline.new_contact')}
      </Button>
    </form>
  );
}
