import { Button, Textfield } from '@digdir/designsystemet-react';
import { useId, useRef, useState } from 'react';
import { roleKey } from '../../app/roles';
import { useText } from '../../i18n';
import { newCommandId, useCommand, useProblemText } from '../../record';
import { toast } from '../../ui';

const roles = ['TEAM_MEMBER', 'TEAM_LEADER', 'SUPERVISOR', 'AUDITOR', 'ADMINISTRATOR', 'KIOSK'] as const;

interface Ids {
  readonly staffId: string;
  readonly joined: string;
  readonly granted: string;
}

const newIds = (): Ids => ({ staffId: newCommandId(), joined: newCommandId(), granted: newCommandId() });

interface Props {
  readonly teamId: string;
  readonly onAdded: () => void;
}

/** A person or a wall screen begins in the team, in one role. Two entries; sent again, each is written once. */
export function AddStaff({ teamId, onAdded }: Props) {
  const text = useText();
  const problemText = useProblemText();
  const { send, sending } = useCommand();
  const role = useId();
  const form = useRef<HTMLFormElement>(null);
  const ids = useRef(newIds());
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});

  const add = async () => {
    if (!form.current) return;
    const said = new FormData(form.current);
    const value = (name: string) => String(said.get(name) ?? '').trim();
    const { staffId, joined, granted } = ids.current;
    const about = { teamId, staffId };
    const begins = { ...about, commandId: joined, kind: 'STAFF_JOINED', staffName: value('staffName'), initials: value('initials') };
    let outcome = await send('recordTeamStep', begins);
    if (outcome?.is === 'recorded') {
      outcome = await send('recordTeamStep', { ...about, commandId: granted, kind: 'AUTHORISATION_GRANTED', role: value('role') });
    }
    if (outcome?.is === 'recorded') {
      toast(text('staff.added', { name: begins.staffName }));
      ids.current = newIds();
      setProblems({});
      form.current.reset();
      onAdded();
    } else if (outcome?.is === 'invalid') {
      setProblems(Object.fromEntries(outcome.problems.map((problem) => [problem.path, problemText(problem)])));
    } else if (outcome) {
      // What the service holds against these ids it would hold against them again.
      if (outcome.is === 'rejected') ids.current = newIds();
      toast(text('staff.failed'), 'assertive');
    }
  };

  return (
    <form
      ref={form}
      className="staff-add"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <h2>{text('staff.add_title')}</h2>
      <Textfield name="staffName" label={text('staff.name')} autoComplete="off" error={problems['staffName']} required />
      <Textfield name="initials" label={text('staff.initials')} autoComplete="off" error={problems['initials']} required />
      <div>
        <label className="ds-label" data-weight="medium" htmlFor={role}>{text('staff.role')}</label>
        <select id={role} name="role" className="ds-input">
          {roles.map((name) => (
            <option key={name} value={name}>
              {text(roleKey(name))}
            </option>
          ))}
        </select>
      </div>
      <Button type="submit" loading={sending}>
        {text('staff.add')}
      </Button>
    </form>
  );
}
