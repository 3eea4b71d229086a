import { Outlet, useRouterState } from '@tanstack/react-router';
import { useText } from '../i18n';
import { DemoBanner, LiveRegions } from '../ui';
import { useSession } from './SessionProvider';

export function Root() {
  const text = useText();
  const { demo } = useSession();
  // The wall keeps every pixel for the board; it says that it is a demo in its own head.
  const onWall = useRouterState({ select: (state) => state.location.pathname.startsWith('/vegg/') });
  return (
    <>
      <a className="skip" href="#main">
        {text('a11y.skip_to_content')}
      </a>
      {demo && !onWall ? <DemoBanner /> : null}
      <Outlet />
      <LiveRegions />
    </>
  );
}
