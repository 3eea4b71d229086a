/**
 * Whom one may write about without a network: the team's aliases with today's visits, as the last page that had them
 * left them. Sealed like everything on the device.
 */
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { SealedShelf, useVault } from '../offline';
import { teamContextQuery } from './options';

export interface PocketParticipant {
  readonly participantId: string;
  readonly teamId: string;
  readonly alias: string;
  readonly visits: readonly { readonly plannedContactId: string; readonly start: string; readonly unassigned: boolean }[];
}

const SHELF = 'participants';

/** Keeps the list, and has the rest of what the forms need fetched while there is a network. */
export function useKeepPocketList(teamId: string, list: readonly PocketParticipant[] | undefined): void {
  const vault = useVault();
  useQuery({ query: teamContextQuery, variables: { teamId } });
  useEffect(() => {
    if (!list || vault === null || vault === 'opening') return;
    const shelf = new SealedShelf<readonly PocketParticipant[]>('lists', vault);
    // Only for when there is no network: a device that keeps nothing does without.
    void vault.name(SHELF).then((id) => shelf.put(id, list)).catch(() => {});
  }, [vault, list]);
}

/** The list as it was kept. Undefined until it is read; empty when there is none. */
export function usePocketList(wanted: boolean): readonly PocketParticipant[] | undefined {
  const vault = useVault();
  const [found, setFound] = useState<readonly PocketParticipant[] | undefined>(undefined);
  useEffect(() => {
    if (!wanted || vault === 'opening') return undefined;
    if (vault === null) {
      setFound([]);
      return undefined;
    }
    let current = true;
    const shelf = new SealedShelf<readonly PocketParticipant[]>('lists', vault);
    void vault
      .name(SHELF)
      .then((id) => shelf.get(id))
      .catch(() => null)
      .then((kept) => {
        if (current) setFound(kept?.body ?? []);
      });
    return () => {
      current = false;
    };
  }, [vault, wanted]);
  return wanted ? found : undefined;
}

/** Undefined until it is known; null when there is no such participant in the list. */
export function usePocketParticipant(participantId: string | undefined, wanted: boolean): PocketParticipant | null | undefined {
  const list = usePocketList(wanted);
  return list && (list.find((each) => each.participantId === participantId) ?? null);
}
