import { Link, Navigate, Outlet, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import type { Area } from './access';
import { useText, type TextKey } from '../i18n';
import { Icon, useMedia, type IconName } from '../ui';
import { AliasSearch } from './AliasSearch';
import { useSession } from './SessionProvider';
import { SettingsMenu } from './SettingsMenu';
import { useCurrentTeam, useMay } from './teams';

const items = [
  { area: 'board', to: '/tavle/$teamId', label: 'nav.board', icon: 'u-board' },
  { area: 'record', to: '/mine/$teamId', label: 'nav.home', icon: 'u-clock' },
  { area: 'housing', to: '/bolig/$teamId', label: 'nav.housing', icon: 'e-home' },
  { area: 'risk', to: '/risiko/$teamId', label: 'nav.risk', icon: 'r-high' },
  { area: 'audit', to: '/innsyn/$teamId', label: 'nav.audit', icon: 'e-view' },
  { area: 'staff', to: '/ansatte/$teamId', label: 'nav.staff', icon: 'u-people' },
] as const satisfies readonly { area: Area; to: string; label: TextKey; icon: IconName }[];

/** Head, menu and the page below. Signing in comes first, and one returns to where one was going. */
export function Shell() {
  const text = useText();
  const { me } = useSession();
  const team = useCurrentTeam();
  const may = useMay();
  const tabs = useMedia('(max-width: 40rem)');
  if (!me) return <SignInFirst />;
  return (
    <>
      <header className="top">
        <Link to="/" className="mark">
          {text('app.name')}
        </Link>
        {team ? (
          <nav aria-label={text('nav.main')}>
            <ul>
              {items
                .filter(({ area }) => may(area, team.teamId))
                .map(({ to, label, icon }) => (
                  <li key={to}>
                    <Link to={to} params={{ teamId: team.teamId }} activeOptions={{ includeSearch: false }}>
                      {tabs ? <Icon name={icon} /> : null}
                      {text(tabs && label === 'nav.audit' ? 'audit.access' : label)}
                    </Link>
                  </li>
                ))}
            </ul>
          </nav>
        ) : null}
        <span className="sp" />
        <div className="top-end">
          {team && may('participant', team.teamId) ? <AliasSearch teamId={team.teamId} /> : null}
          <SettingsMenu />
        </div>
      </header>
      <Outlet />
    </>
  );
}

/** Where one was going is read once: signing in is itself a place, and would otherwise become the goal. */
function SignInFirst() {
  const href = useRouterState({ select: (state) => state.location.href });
  const [goal] = useState(href);
  return <Navigate to="/logg-inn" search={{ til: goal }} replace />;
}
