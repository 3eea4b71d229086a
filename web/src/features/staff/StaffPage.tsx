import { Button } from '@digdir/designsystemet-react';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useMay, useSession } from '../../app';
import { fetchStaff, invite, type Invitation, type StaffRow } from '../../app/accountApi';
import { useRefusal } from '../../app/accountText';
import { roleKey } from '../../app/roles';
import { useText, useTime } from '../../i18n';
import { AskFirst, newCommandId, type Outcome, useCommand, useRetry } from '../../record';
import { Cell, DataTable, ErrorState, Loading, NoAccess, Page, PageHeader, RowHeader, TableHead, toast } from '../../ui';
import { AddStaff } from './AddStaff';
import { useNotTaken } from './useNotTaken';
import './staff.css';

/** Å comes last, whichever language the page is in. */
const byName = new Intl.Collator('nb');
const route = getRouteApi('/shell/ansatte/$teamId');

const answered = new Set<Outcome['is']>(['recorded', 'rejected', 'conflict', 'invalid', 'forbidden']);

interface Invited extends Invitation {
  readonly name: string;
}

/** Who is in the team, in which roles, and who has an account. */
export function StaffPage() {
  const text = useText();
  const { teamId } = route.useParams();
  const { demo, memberships } = useSession();
  const may = useMay();
  const { send } = useCommand();
  const notTaken = useNotTaken();
  const [all, setAll] = useState<readonly StaffRow[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [refused, setRefused] = useState<unknown>(null);
  const [invited, setInvited] = useState<Invited | null>(null);
  const { whole } = useRefusal(refused);
  const administers = memberships.some((m) => m.teamId === teamId && m.role === 'ADMINISTRATOR');

  // One for each ending, kept until it is answered: sent again, it is written once.
  const endings = useRef(new Map<string, string>());

  const load = useCallback(
    () =>
      fetchStaff().then((rows) => {
        setAll(rows.toSorted((a, b) => byName.compare(a.name ?? '', b.name ?? '')));
        setFailure(null);
      }, setFailure),
    [],
  );
  useRetry(failure, () => void load());
  useEffect(() => {
    void load();
  }, [load, teamId]);

  if (!may('staff', teamId)) return <Page title={text('staff.title')}><PageHeader title={text('staff.title')} /><NoAccess /></Page>;
  const staff = all?.filter((row) => row.teamId === teamId);

  const inviteOne = async (row: StaffRow) => {
    setRefused(null);
    setInvited(null);
    try {
      setInvited({ ...(await invite(row.staffId)), name: row.name ?? '' });
    } catch (error) {
      setRefused(error);
    }
  };
  const end = async (row: StaffRow) => {
    const commandId = endings.current.get(row.staffId) ?? newCommandId();
    endings.current.set(row.staffId, commandId);
    const outcome = await send('recordTeamStep', { commandId, kind: 'STAFF_LEFT', teamId, staffId: row.staffId });
    if (outcome === null) return;
    if (answered.has(outcome.is)) endings.current.delete(row.staffId);
    if (outcome.is === 'recorded') toast(text('staff.left', { name: row.name ?? '' }));
    else toast(notTaken(outcome), 'assertive');
    await load();
  };

  return (
    <Page title={text('staff.title')} wide>
      <PageHeader title={text('staff.title')} />
      {failure ? <ErrorState error={failure} onRetry={() => void load()} /> : null}
      {!staff && !failure ? <Loading /> : null}
      <div role="alert">{whole ? <p className="staff-refused">{whole}</p> : null}</div>
      <div role="status">{invited ? <Code invited={invited} /> : null}</div>
      {staff ? (
        <StaffTable staff={staff} actions={administers} invites={administers && !demo} onInvite={(row) => void inviteOne(row)} onEnd={(row) => void end(row)} />
      ) : null}
      {administers ? <AddStaff teamId={teamId} onAdded={() => void load()} /> : null}
    </Page>
  );
}

/** Shown once: it is not kept anywhere. */
function Code({ invited }: { readonly invited: Invited }) {
  const text = useText();
  const time = useTime();
  return (
    <section className="staff-code">
      <h2>{text('staff.invited', { name: invited.name })}</h2>
      <p className="staff-code-letters">{invited.code}</p>
      <p>{text('staff.invited_help', { until: time.dateTime(invited.expiresAt), address: `${window.location.origin}/invitasjon` })}</p>
    </section>
  );
}

interface TableProps {
  readonly staff: readonly StaffRow[];
  readonly actions: boolean;
  readonly invites: boolean;
  readonly onInvite: (row: StaffRow) => void;
  readonly onEnd: (row: StaffRow) => void;
}

function StaffTable({ staff, actions, invites, onInvite, onEnd }: TableProps) {
  const text = useText();
  const { me } = useSession();
  const columns = [
    { key: 'name', label: text('staff.name') },
    { key: 'initials', label: text('staff.initials') },
    { key: 'roles', label: text('staff.roles') },
    ...(invites ? [{ key: 'account', label: text('staff.account') }] : []),
    ...(actions ? [{ key: 'do', label: text('staff.invite'), hidden: true }] : []),
  ];
  return (
    <DataTable caption={text('staff.title')} className="stack">
      <TableHead columns={columns} />
      <tbody role="rowgroup">
        {staff.map((row) => {
          const name = row.name ?? '';
          const isPerson = row.roles.some((role) => role !== 'KIOSK');
          return (
            <tr key={row.staffId} role="row">
              <RowHeader>{name}</RowHeader>
              <Cell label={text('staff.initials')}>{row.initials}</Cell>
              <Cell label={text('staff.roles')}>
                {row.roles.length > 0 ? row.roles.map((role) => text(roleKey(role))).join(', ') : text('staff.no_roles')}
              </Cell>
              {invites ? <Cell label={text('staff.account')}>{row.user ?? text('staff.no_account')}</Cell> : null}
              {actions ? (
                <Cell>
                  <div className="staff-actions">
                    {invites && isPerson ? (
                      <Button variant="secondary" data-size="sm" aria-label={text('staff.invite_of', { name })} onClick={() => onInvite(row)}>
                        {text('staff.invite')}
                      </Button>
                    ) : null}
                    {row.staffId === me?.staffId ? null : (
                      <AskFirst
                        label={text('staff.leave')}
                        about={name}
                        question={text('staff.leave_ask', { name })}
                        yes={text('staff.leave_of', { name })}
                        onYes={() => onEnd(row)}
                      />
                    )}
                  </div>
                </Cell>
              ) : null}
            </tr>
          );
        })}
      </tbody>
    </DataTable>
  );
}
