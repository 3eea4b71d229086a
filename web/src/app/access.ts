import type { Role, TeamModel } from '../graphql/generated/schema';

export interface Membership {
  readonly teamId: string;
  readonly teamName: string;
  readonly model: TeamModel;
  readonly role: Role;
}

export type Area = 'wall' | 'board' | 'participant' | 'record' | 'housing' | 'risk' | 'audit' | 'staff';

/**
 * What a role may open. The service decides; this only keeps the menu from pointing at closed doors.
 */
const open: Record<Area, readonly Role[]> = {
  wall: ['TEAM_LEADER', 'TEAM_MEMBER', 'SUPERVISOR', 'KIOSK'],
  board: ['TEAM_LEADER', 'TEAM_MEMBER', 'SUPERVISOR'],
  participant: ['TEAM_LEADER', 'TEAM_MEMBER', 'SUPERVISOR'],
  record: ['TEAM_LEADER', 'TEAM_MEMBER'],
  housing: ['TEAM_LEADER', 'TEAM_MEMBER', 'SUPERVISOR'],
  risk: ['TEAM_LEADER', 'TEAM_MEMBER', 'SUPERVISOR'],
  audit: ['TEAM_LEADER', 'AUDITOR'],
  staff: ['TEAM_LEADER', 'ADMINISTRATOR'],
};

export function mayOpen(area: Area, memberships: readonly Membership[], teamId: string | undefined): boolean {
  return memberships.some((m) => m.teamId === teamId && open[area].includes(m.role));
}

export type Landing =
  | { readonly to: '/tavle/$teamId' | '/vegg/$teamId' | '/innsyn/$teamId' | '/ansatte/$teamId'; readonly teamId: string }
  | { readonly to: 'nowhere' };

/** Where somebody lands after signing in: a wall screen on the wall, an auditor at the log, an administrator at the staff. */
export function landing(memberships: readonly Membership[]): Landing {
  const order = [
    ['board', '/tavle/$teamId'],
    ['wall', '/vegg/$teamId'],
    ['audit', '/innsyn/$teamId'],
    ['staff', '/ansatte/$teamId'],
  ] as const;
  for (const [area, to] of order) {
    const found = memberships.find((m) => open[area].includes(m.role));
    if (found) return { to, teamId: found.teamId };
  }
  return { to: 'nowhere' };
}
