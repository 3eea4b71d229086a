import { getRouteApi, Navigate } from '@tanstack/react-router';
import { useMay, useSession } from '../../../app';
import { useText } from '../../../i18n';
import { useDocumentTitle } from '../../../ui';
import { LiveWall } from './LiveWall';
import { PastWall } from './PastWall';
import './wall.css';

const route = getRouteApi('/vegg/$teamId');

/** The wall: the whole screen, no menu, nothing to change. */
export function WallPage() {
  const text = useText();
  const { teamId } = route.useParams();
  const { knownAt, happenedAt } = route.useSearch();
  const { me } = useSession();
  const may = useMay();
  useDocumentTitle(text('nav.board'));
  if (!me) return <Navigate to="/logg-inn" search={{ til: `/vegg/${teamId}` }} replace />;
  if (!may('wall', teamId)) {
    return (
      <main id="main" className="wall wall-message">
        <p role="alert">{text('permission.denied')}</p>
      </main>
    );
  }
  return knownAt !== undefined || happenedAt !== undefined ? (
    <PastWall key={`${teamId} ${knownAt} ${happenedAt}`} teamId={teamId} knownAt={knownAt} happenedAt={happenedAt} />
  ) : (
    <LiveWall key={teamId} teamId={teamId} />
  );
}
