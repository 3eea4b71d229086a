import { Button } from '@digdir/designsystemet-react';
import { getRouteApi, Navigate, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useText } from '../i18n';
import { ErrorState, Loading, Page, PageHeader } from '../ui';
import { LockedEntries } from './LockedEntries';
import { PasswordSignIn } from './PasswordSignIn';
import { roleKey } from './roles';
import { fetchDemoLogins, type DemoLogin } from './sessionApi';
import { LanguageChoice, ThemeChoice } from './SettingsMenu';
import { useSession } from './SessionProvider';

const route = getRouteApi('/logg-inn');

/** In a demo: one button a person. In a real installation: how one signs in there. */
export function SignInPage() {
  const text = useText();
  const navigate = useNavigate();
  const { til } = route.useSearch();
  const { demo, setUp, me, signIn } = useSession();
  const [logins, setLogins] = useState<DemoLogin[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (me) void navigate({ href: til ?? '/', replace: true });
  }, [me, navigate, til]);

  useEffect(() => {
    if (!demo) return;
    fetchDemoLogins().then(setLogins, setFailure);
  }, [demo, attempt]);

  const enter = (user: string) => {
    setFailure(null);
    signIn(user).catch(setFailure);
  };

  if (setUp) return <Navigate to="/oppsett" replace />;
  return (
    <Page title={text('auth.sign_in')}>
      <PageHeader
        title={text('signin.title')}
        lead={til ? text('auth.session_ended') : text(demo ? 'signin.lead' : 'account.lead')}
      />
      {failure ? <ErrorState error={failure} onRetry={() => setAttempt((n) => n + 1)} /> : null}
      <LockedEntries />
      {demo ? <DemoLogins logins={logins} onChoose={enter} /> : <PasswordSignIn />}
      <div className="signin-settings">
        <LanguageChoice />
        <ThemeChoice />
      </div>
    </Page>
  );
}

interface DemoProps {
  readonly logins: readonly DemoLogin[] | null;
  readonly onChoose: (user: string) => void;
}

function DemoLogins({ logins, onChoose }: DemoProps) {
  const text = useText();
  if (!logins) return <Loading />;
  const byTeam = new Map<string, DemoLogin[]>();
  for (const login of logins) {
    const team = login.teams.map((t) => t.name).join(', ');
    byTeam.set(team, [...(byTeam.get(team) ?? []), login]);
  }
  return (
    <>
      {[...byTeam].map(([team, people]) => (
        <section key={team} className="signin-team">
          <h2>{team === '' ? text('signin.no_team') : team}</h2>
          <ul className="signin-list">
            {people.map((login) => (
              <li key={login.user}>
                <Button variant="secondary" onClick={() => onChoose(login.user)}>
                  <b className="signin-initials">{login.initials}</b>
                  <span>
                    {login.name}
                    <span className="signin-role">
                      {text(roleKey(login.role))}
                    </span>
                  </span>
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
