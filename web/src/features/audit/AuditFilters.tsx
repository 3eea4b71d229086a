import { Button } from '@digdir/designsystemet-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useKindText, useText, useTextOr } from '../../i18n';
import { families, familyKey } from '../../kinds';

interface Choice {
  readonly id: string;
  readonly label: string;
}

interface Props {
  readonly staff: readonly Choice[];
  readonly participants: readonly Choice[];
}

const amendments = ['ENTRY_CORRECTED', 'ENTRY_ENTERED_IN_ERROR'];

/** Filters live in the address, so that what somebody found can be sent as a link. */
export function AuditFilters({ staff, participants }: Props) {
  const search = useSearch({ from: '/shell/innsyn/$teamId' });
  const navigate = useNavigate();
  const text = useText();
  const textOr = useTextOr();
  const kindText = useKindText();
  const set = (name: 'participantId' | 'staffId' | 'kind' | 'from' | 'until', value: string) =>
    void navigate({ to: '.', search: { ...search, after: undefined, [name]: value === '' ? undefined : value }, replace: true });
  const any = [search.participantId, search.staffId, search.kind, search.from, search.until].some((value) => value !== undefined);

  return (
    <form className="audit-filters" aria-label={text('audit.filters')} onSubmit={(event) => event.preventDefault()}>
      <label>
        {text('audit.from')}
        <input className="ds-input" type="date" value={search.from ?? ''} max={search.until} onChange={(event) => set('from', event.target.value)} />
      </label>
      <label>
        {text('audit.until')}
        <input className="ds-input" type="date" value={search.until ?? ''} min={search.from} onChange={(event) => set('until', event.target.value)} />
      </label>
      {participants.length > 0 || search.participantId !== undefined ? (
        <label>
          {text('audit.participant')}
          <Options name="participantId" value={search.participantId} all={text('audit.all')} choices={participants} onChange={(value) => set('participantId', value)} />
        </label>
      ) : null}
      <label>
        {text('audit.who')}
        <Options name="staffId" value={search.staffId} all={text('audit.everyone')} choices={staff} onChange={(value) => set('staffId', value)} />
      </label>
      <label>
        {text('audit.what')}
        <select className="ds-input" value={search.kind ?? ''} onChange={(event) => set('kind', event.target.value)}>
          <option value="">{text('audit.everything')}</option>
          <optgroup label={text('audit.correction')}>
            {amendments.map((kind) => (
              <option key={kind} value={kind}>
                {kindText(kind)}
              </option>
            ))}
          </optgroup>
          {families.map((family) => (
            <optgroup key={family.noun} label={textOr(familyKey(family.noun), family.noun)}>
              {family.kinds.map(({ kind }) => (
                <option key={kind} value={kind}>
                  {kindText(kind)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      {any ? (
        <Button type="button" variant="tertiary" onClick={() => void navigate({ to: '.', search: {}, replace: true })}>
          {text('audit.clear')}
        </Button>
      ) : null}
    </form>
  );
}

interface OptionsProps {
  readonly name: string;
  readonly value: string | undefined;
  readonly all: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
}

function Options({ name, value = '', all, choices, onChange }: OptionsProps) {
  const unknown = value !== '' && !choices.some((choice) => choice.id === value);
  return (
    <select className="ds-input" name={name} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{all}</option>
      {choices.map((choice) => (
        <option key={choice.id} value={choice.id}>
          {choice.label}
        </option>
      ))}
      {unknown ? <option value={value}>?</option> : null}
    </select>
  );
}
