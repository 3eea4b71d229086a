import { Navigate } from '@tanstack/react-router';
import { EmptyState, Page, PageHeader } from '../ui';
import { useText } from '../i18n';
import { landing } from './access';
import { useSession } from './SessionProvider';

/** `/`: to the team's board, the wall, the log, or to signing in. */
export function Start() {
  const text = useText();
  const { me, memberships } = useSession();
  if (!me) return <Navigate to="/logg-inn" replace />;
  const target = landing(memberships);
  if (target.to === 'nowhere') {
    return (
      <Page title={text('state.no_access')}>
        <PageHeader title={text('app.name')} />
        <EmptyState title={text('state.no_access')}>
          <p className="mut">{text('start.no_team')}</p>
        </EmptyState>
      </Page>
    );
  }
  return <Navigate to={target.to} params={{ teamId: target.teamId }} replace />;
}
