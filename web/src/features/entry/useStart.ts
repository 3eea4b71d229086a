import { useMemo, useRef } from 'react';
import { useSession } from '../../app';
import type { Family, KindSpec } from '../../kinds';
import { type About, type FormOptions, type FormValue, initialValues, typedKroner } from '../../record';

interface Search {
  readonly kind?: string | undefined;
  readonly dwellingId?: string | undefined;
  readonly offerId?: string | undefined;
  readonly plannedContactId?: string | undefined;
}

interface Setup {
  readonly family: Family | undefined;
  readonly kinds: readonly KindSpec[];
  readonly search: Search;
  readonly participant: { readonly participantId: string; readonly teamId: string; readonly serverTime: string; readonly openCrisisId?: string | null } | null;
  readonly options: FormOptions;
  readonly ready: boolean;
}

/** What the form starts with: now by the service's clock, me as staff, and what the link here has chosen. */
export function useStart({ family, kinds, search, participant, options, ready }: Setup) {
  const { me } = useSession();
  // The clock is read once: a form that is open for ten minutes does not change its time by itself.
  const openedAt = useRef<string | null>(null);
  openedAt.current ??= participant?.serverTime ?? null;
  const opened = openedAt.current;
  const { kind, dwellingId, offerId, plannedContactId } = search;

  return useMemo(() => {
    const first = kinds.find((each) => each.kind === kind) ?? kinds[0];
    if (!family || !first || !ready || !me) return null;
    const dwelling = options.dwellings.find((each) => each.id === dwellingId);
    const prefill: Record<string, FormValue> = {
      ...(kind === first.kind ? { kind } : {}),
      ...(dwellingId === undefined ? {} : { dwellingId }),
      ...(offerId === undefined ? {} : { offerId }),
      ...(plannedContactId === undefined ? {} : { plannedContactId }),
      ...(dwelling?.rentOre === null || dwelling?.rentOre === undefined ? {} : { rentOre: typedKroner(dwelling.rentOre) }),
      ...(dwelling?.housingType ? { housingType: dwelling.housingType } : {}),
    };
    const initial = initialValues(family, first, {
      now: opened ?? Date.now(),
      me: me.staffId,
      staffIds: options.staff.map((member) => member.id),
      crisisId: participant?.openCrisisId ?? null,
      onlyOfferId: options.offers.length === 1 ? options.offers[0]?.id : undefined,
    });
    const about: About = participant ? { participantId: participant.participantId, teamId: participant.teamId } : {};
    return { initial, prefill, about, chosen: kind === first.kind ? kind : undefined };
  }, [family, kinds, kind, dwellingId, offerId, plannedContactId, participant, options, ready, me, opened]);
}
