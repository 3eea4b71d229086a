import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Loading } from '../ui';
import { NotFound } from './NotFound';
import { Root } from './Root';
import { RouteError, WallError } from './RouteError';
import * as search from './search';
import { Shell } from './Shell';
import { Start } from './Start';

const rootRoute = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: RouteError });

const start = createRoute({ getParentRoute: () => rootRoute, path: '/', component: Start });

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/logg-inn',
  validateSearch: search.signInSearch,
  component: lazyRouteComponent(() => import('./SignInPage'), 'SignInPage'),
});

const setUp = createRoute({
  getParentRoute: () => rootRoute,
  path: '/oppsett',
  component: lazyRouteComponent(() => import('./SetUpPage'), 'SetUpPage'),
});

const invitation = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitasjon',
  component: lazyRouteComponent(() => import('./InvitationPage'), 'InvitationPage'),
});

const wall = createRoute({
  getParentRoute: () => rootRoute,
  path: '/vegg/$teamId',
  validateSearch: search.wallSearch,
  component: lazyRouteComponent(() => import('../features/board/wall/WallPage'), 'WallPage'),
  errorComponent: WallError,
});

const wallSetUp = createRoute({
  getParentRoute: () => rootRoute,
  path: '/vegg/$teamId/oppsett',
  component: lazyRouteComponent(() => import('../features/board/setup/SetUpPage'), 'SetUpPage'),
});

/** Everything that has the menu. */
const shell = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: Shell });

const board = createRoute({
  getParentRoute: () => shell,
  path: '/tavle/$teamId',
  validateSearch: search.boardSearch,
  component: lazyRouteComponent(() => import('../features/board/desk/DeskPage'), 'DeskPage'),
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/mine/$teamId',
  component: lazyRouteComponent(() => import('../features/home/HomePage'), 'HomePage'),
});

const participant = createRoute({
  getParentRoute: () => shell,
  path: '/deltaker/$participantId',
  validateSearch: search.participantSearch,
  component: lazyRouteComponent(() => import('../features/participant/ParticipantPage'), 'ParticipantPage'),
});

const entry = createRoute({
  getParentRoute: () => shell,
  path: '/deltaker/$participantId/ny/$family',
  validateSearch: search.entrySearch,
  component: lazyRouteComponent(() => import('../features/entry/EntryPage'), 'EntryPage'),
});

const enrol = createRoute({
  getParentRoute: () => shell,
  path: '/deltakere/$teamId/ny',
  validateSearch: search.enrolSearch,
  component: lazyRouteComponent(() => import('../features/entry/EnrolPage'), 'EnrolPage'),
});

const housing = createRoute({
  getParentRoute: () => shell,
  path: '/bolig/$teamId',
  validateSearch: search.housingSearch,
  component: lazyRouteComponent(() => import('../features/housing/HousingPage'), 'HousingPage'),
});

const risk = createRoute({
  getParentRoute: () => shell,
  path: '/risiko/$teamId',
  validateSearch: search.riskSearch,
  component: lazyRouteComponent(() => import('../features/risk/RiskPage'), 'RiskPage'),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/innsyn/$teamId',
  validateSearch: search.auditSearch,
  component: lazyRouteComponent(() => import('../features/audit/AuditPage'), 'AuditPage'),
});

const account = createRoute({
  getParentRoute: () => shell,
  path: '/konto',
  component: lazyRouteComponent(() => import('./AccountPage'), 'AccountPage'),
});

const staff = createRoute({
  getParentRoute: () => shell,
  path: '/ansatte/$teamId',
  component: lazyRouteComponent(() => import('../features/staff/StaffPage'), 'StaffPage'),
});

const routeTree = rootRoute.addChildren([
  start,
  signIn,
  setUp,
  invitation,
  wall,
  wallSetUp,
  shell.addChildren([board, home, participant, entry, enrol, housing, risk, audit, staff, account]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultPendingMs: 300,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
