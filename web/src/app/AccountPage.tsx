import { Button } from '@digdir/designsystemet-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { useText } from '../i18n';
import { ErrorState, Loading, Page, PageHeader, toast } from '../ui';
import { AccountForm } from './AccountForm';
import { ask, fetchSessions, fetchStaff, type SessionRow, type StaffRow } from './accountApi';
import { SessionTable } from './SessionTable';
import { useSession } from './SessionProvider';

interface Screens {
  readonly sessions: readonly SessionRow[];
  readonly walls: readonly SessionRow[];
  /** Who may be a wall in the teams that one leads. */
  readonly kiosks: readonly StaffRow[];
}

/** One's password, where one is signed in, and the walls of one's team. */
export function AccountPage() {
  const text = useText();
  const navigate = useNavigate();
  const { demo, memberships, renew } = useSession();
  const [screens, setScreens] = useState<Screens | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const leads = memberships.some((m) => m.role === 'TEAM_LEADER');
  const watches = leads || memberships.some((m) => m.role === 'ADMINISTRATOR');

  const load = useCallback(async () => {
    try {
      const [{ sessions, walls }, staff] = await Promise.all([fetchSessions(), leads ? fetchStaff() : []]);
      const mine = new Set(memberships.filter((m) => m.role === 'TEAM_LEADER').map((m) => m.teamId));
      const kiosks = staff.filter((row) => row.roles.includes('KIOSK') && mine.has(row.teamId));
      setScreens({ sessions, walls, kiosks });
      setFailure(null);
    } catch (error) {
      setFailure(error);
    }
  }, [leads, memberships]);

  useEffect(() => {
    void load();
  }, [load]);

  const end = async ({ id, this: here }: SessionRow) => {
    await ask('DELETE', `/sessions/${id}`).catch(setFailure);
    if (here) renew();
    else await load();
  };
  const becomeWall = async ({ staffId, teamId }: StaffRow) => {
    try {
      await ask('POST', '/session/wall', { staffId });
    } catch (error) {
      setFailure(error);
      return;
    }
    await navigate({ to: '/vegg/$teamId', params: { teamId } });
    renew();
  };

  return (
    <Page title={text('myaccount.title')}>
      <PageHeader title={text('myaccount.title')} />
      {failure ? <ErrorState error={failure} onRetry={() => void load()} /> : null}
      {!screens && !failure ? <Loading /> : null}
      {screens ? (
        <section className="account-part">
          <h2>{text('myaccount.sessions')}</h2>
          <SessionTable caption={text('myaccount.sessions')} rows={screens.sessions} onEnd={(row) => void end(row)} />
        </section>
      ) : null}
      {screens && watches ? (
        <section className="account-part">
          <h2>{text('myaccount.walls')}</h2>
          {screens.walls.length > 0 ? (
            <SessionTable caption={text('myaccount.walls')} rows={screens.walls} onEnd={(row) => void end(row)} />
          ) : (
            <p>{text('myaccount.no_walls')}</p>
          )}
          {leads ? <MakeWall kiosks={screens.kiosks} onChoose={(row) => void becomeWall(row)} /> : null}
        </section>
      ) : null}
      {demo ? null : (
        <section className="account-part">
          <h2>{text('myaccount.change')}</h2>
          <ChangePassword />
        </section>
      )}
    </Page>
  );
}

function MakeWall({ kiosks, onChoose }: { readonly kiosks: readonly StaffRow[]; readonly onChoose: (row: StaffRow) => void }) {
  const text = useText();
  if (kiosks.length === 0) return <p className="mut">{text('myaccount.no_kiosk')}</p>;
  return (
    <>
      <p className="mut">{text('myaccount.make_wall_help')}</p>
      <div className="account-row-actions">
        {kiosks.map((row) => (
          <Button key={`${row.teamId} ${row.staffId}`} variant="secondary" onClick={() => onChoose(row)}>
            {text('myaccount.make_wall')}: {row.name}
          </Button>
        ))}
      </div>
    </>
  );
}

function ChangePassword() {
  const text = useText();
  // A form that was sent is empty again.
  const [sent, setSent] = useState(0);
  return (
    <AccountForm
      key={sent}
      send={text('myaccount.change')}
      lines={[
        { name: 'current', label: text('account.current'), is: 'password', autoComplete: 'current-password' },
        { name: 'password', label: text('account.new_password'), is: 'password', autoComplete: 'new-password', help: text('account.password_help') },
      ]}
      onSend={async (values) => {
        await ask('PUT', '/account/password', values);
        toast(text('myaccount.changed'));
        setSent((n) => n + 1);
      }}
    />
  );
}
