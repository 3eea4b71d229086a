import { Button, Textfield } from '@digdir/designsystemet-react';
import { useId, useState } from 'react';
import { useSession } from '../../app';
import { roleKey } from '../../app/roles';
import { useText, useTextOr } from '../../i18n';
import { fieldLabelKey } from '../../kinds';
import { draftKey, type DraftStore, newCommandId, useCommand, useDraft, useProblemText } from '../../record';
import { toast } from '../../ui';
import { useNotTaken } from './useNotTaken';

const roles = ['TEAM_MEMBER', 'TEAM_LEADER', 'SUPERVISOR', 'AUDITOR', 'ADMINISTRATOR', 'KIOSK'] as const;
const shown = ['staffName', 'initials'];

/** What is typed, and the ids that it is sent under: kept together, so that a reload sends nothing twice. */
interface NewStaff {
  readonly staffId: string;
  readonly joined: string;
  readonly granted: string;
  readonly staffName: string;
  readonly initials: string;
  readonly role: string;
}

const nobody = (): NewStaff => ({ ...newIds(), staffName: '', initials: '', role: roles[0] });
const newIds = () => ({ staffId: newCommandId(), joined: newCommandId(), granted: newCommandId() });

interface Props {
  readonly teamId: string;
  readonly onAdded: () => void;
}

/** A person or a wall screen begins in the team, in one role. Two entries; sent again, each is written once. */
export function AddStaff(props: Props) {
  const { me } = useSession();
  const store = useDraft<NewStaff>(draftKey(me?.staffId ?? '', props.teamId, 'staff'));
  return store ? <AddForm {...props} store={store} /> : null;
}

function AddForm({ teamId, onAdded, store }: Props & { readonly store: DraftStore<NewStaff> }) {
  const text = useText();
  const textOr = useTextOr();
  const problemText = useProblemText();
  const notTaken = useNotTaken();
  const { send, sending } = useCommand();
  const role = useId();
  const [values, setValues] = useState<NewStaff>(() => store.stored()?.values ?? nobody());
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [refused, setRefused] = useState<string | null>(null);

  const keep = (next: NewStaff) => {
    setValues(next);
    store.save(next);
  };
  const change = (name: 'staffName' | 'initials' | 'role', value: string) => {
    keep({ ...values, [name]: value });
    setProblems((was) => Object.fromEntries(Object.entries(was).filter(([path]) => path !== name)));
  };

  const add = async () => {
    setProblems({});
    setRefused(null);
    const { staffId, joined, granted } = values;
    const about = { teamId, staffId };
    const begins = { ...about, commandId: joined, kind: 'STAFF_JOINED', staffName: values.staffName.trim(), initials: values.initials.trim() };
    let outcome = await send('recordTeamStep', begins);
    if (outcome?.is === 'recorded') {
      outcome = await send('recordTeamStep', { ...about, commandId: granted, kind: 'AUTHORISATION_GRANTED', role: values.role });
    }
    if (outcome?.is === 'recorded') {
      toast(text('staff.added', { name: begins.staffName }));
      setValues(nobody());
      store.clear();
      onAdded();
    } else if (outcome?.is === 'invalid') {
      setProblems(Object.fromEntries(outcome.problems.map((problem) => [problem.path, problemText(problem)])));
      // A field that is not in the form is named in the summary.
      const others = outcome.problems.filter(({ path }) => !shown.includes(path));
      setRefused([notTaken(outcome), ...others.map((problem) => `${textOr(fieldLabelKey(problem.path), problem.path)}: ${problemText(problem)}`)].join(' '));
    } else if (outcome) {
      // What the service holds against these ids it would hold against them again.
      if (outcome.is === 'rejected') keep({ ...values, ...newIds() });
      setRefused(notTaken(outcome));
    }
  };

  return (
    <form
      className="staff-add"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <h2>{text('staff.add_title')}</h2>
      <Textfield value={values.staffName} onChange={(event) => change('staffName', event.target.value)} label={text('staff.name')} autoComplete="off" error={problems['staffName']} required />
      <Textfield value={values.initials} onChange={(event) => change('initials', event.target.value)} label={text('staff.initials')} autoComplete="off" error={problems['initials']} required />
      <div>
        <label className="ds-label" data-weight="medium" htmlFor={role}>{text('staff.role')}</label>
        <select id={role} className="ds-input" value={values.role} onChange={(event) => change('role', event.target.value)}>
          {roles.map((name) => (
            <option key={name} value={name}>
              {text(roleKey(name))}
            </option>
          ))}
        </select>
      </div>
      <div role="alert">{refused === null ? null : <p className="staff-refused">{refused}</p>}</div>
      <Button type="submit" loading={sending}>
        {text('staff.add')}
      </Button>
    </form>
  );
}
