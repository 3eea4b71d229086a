import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { mayOpen, type Area, type Membership } from './access';
import { useSession } from './SessionProvider';

const KEY = 'tavle.team';

function remembered(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** The team of the page; on a participant's page the one last looked at. */
export function useCurrentTeam(): Membership | undefined {
  const { memberships } = useSession();
  const params: { teamId?: string } = useParams({ strict: false });
  const teamId = params.teamId ?? remembered();
  const team = memberships.find((m) => m.teamId === teamId) ?? memberships[0];
  useEffect(() => {
    if (!team) return;
    try {
      sessionStorage.setItem(KEY, team.teamId);
    } catch {
      // Then the first team is the current one.
    }
  }, [team]);
  return team;
}

/** Whether the signed-in person's role opens an area of a team (the current one when none is given). */
export function useMay(): (area: Area, teamId?: string) => boolean {
  const { memberships } = useSession();
  const current = useCurrentTeam();
  return (area, teamId) => mayOpen(area, memberships, teamId ?? current?.teamId);
}
