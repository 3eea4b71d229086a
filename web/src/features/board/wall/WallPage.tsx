import { getRouteApi, Navigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useMay, useSession } from '../../../app';
import { useText } from '../../../i18n';
import { useDocumentTitle } from '../../../ui';
import { workingHours } from '../model/hours';
import { Blank } from './Blank';
import { useDevice } from './device';
import { LiveWall } from './LiveWall';
import { PastWall } from './PastWall';
import { SignedOut } from './SignedOut';
import { useBlank } from './useBlank';
import './wall.css';

const route = getRouteApi('/vegg/$teamId');

/** The wall: the whole screen, no menu, nothing to change. */
export function WallPage() {
  const text = useText();
  const { teamId } = route.useParams();
  const { knownAt, happenedAt } = route.useSearch();
  const { me, memberships } = useSession();
  const may = useMay();
  const device = useDevice();
  // A screen that nobody sits at goes blank out of hours also before anybody has set it up.
  const isKiosk = memberships.some((membership) => membership.role === 'KIOSK');
  const blank = useBlank(device ? device.hours : isKiosk ? workingHours : null);
  const wasSignedIn = useRef(false);
  if (me) wasSignedIn.current = true;
  useDocumentTitle(text('nav.board'));
  if (!me) return wasSignedIn.current ? <SignedOut teamId={teamId} /> : <Navigate to="/logg-inn" search={{ til: `/vegg/${teamId}` }} replace />;
  if (blank) return <Blank />;
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
