import { useCallback, useMemo } from 'react';
import { useQuery } from 'urql';
import { useKindText, useText, useTextOr, useTime } from '../i18n';
import { serviceError } from '../graphql';
import type { EntryParticipantQuery } from '../graphql/generated/graphql';
import { type PocketParticipant, usePocketParticipant } from './pocketList';
import { useKept } from './useKept';
import { useRetry } from './useRetry';
import { type FormOptions, noOptions, participantContextQuery, teamContextQuery } from './options';

/** Å comes last, whichever language the page is in. */
const byName = new Intl.Collator('nb');

/** The participant and the team that the form is about, and everything its lists hold. */
export function useFormOptions(participantId: string | undefined, givenTeamId: string | undefined) {
  const [about, askAbout] = useQuery({
    query: participantContextQuery,
    variables: { participantId: participantId ?? '' },
    pause: participantId === undefined,
    requestPolicy: 'cache-and-network',
  });
  const known = useKept(participantId ?? '', about.data);
  const withoutNetwork = participantId !== undefined && known === undefined && about.error !== undefined && serviceError(about.error).kind === 'unreachable';
  const inPocket = usePocketParticipant(participantId, withoutNetwork);
  const participant = known ? (known.participant ?? null) : inPocket ? fromPocket(inPocket) : null;
  const teamId = givenTeamId ?? participant?.teamId;
  const [around, askAround] = useQuery({ query: teamContextQuery, variables: { teamId: teamId ?? '' }, pause: teamId === undefined });
  const team = useKept(teamId ?? '', around.data);
  const text = useText();
  const textOr = useTextOr();
  const kindText = useKindText();
  const time = useTime();

  const options = useMemo<FormOptions>(() => {
    const staff = (team?.team?.staff ?? [])
      .filter((member) => member.active)
      .toSorted((a, b) => byName.compare(a.name ?? '', b.name ?? ''))
      .map((member) => ({
        id: member.staffId,
        initials: member.initials ?? null,
        label: [member.initials, member.name].filter(Boolean).join(' '),
      }));
    const dwellings = (team?.dwellings ?? [])
      .filter((dwelling) => dwelling.state !== 'WITHDRAWN')
      .map((dwelling) => ({
        id: dwelling.dwellingId,
        address: dwelling.address ?? null,
        label: `${dwelling.address} – ${textOr(`housing.state.${dwelling.state.toLowerCase()}`, dwelling.state).toLowerCase()}`,
        rentOre: dwelling.rentOre ?? null,
        housingType: dwelling.housingType ?? null,
      }));
    const offers = (participant?.offers ?? [])
      .filter((offer) => offer.state === 'OPEN' || offer.state === 'ACCEPTED')
      .map((offer) => ({
        id: offer.offerId,
        dwellingId: offer.dwellingId,
        label: [offer.address ?? text('noun.dwelling'), offer.respondBy ? text('housing.respond_by', { date: time.date(offer.respondBy) }) : '']
          .filter(Boolean)
          .join(', '),
      }));
    const tenancies = (participant?.tenancies ?? [])
      .filter((tenancy) => !tenancy.active)
      .map((tenancy) => ({
        id: tenancy.tenancyId,
        label: [tenancy.address ?? text('noun.tenancy'), tenancy.validFrom ? time.date(tenancy.validFrom) : ''].filter(Boolean).join(', '),
      }));
    const planned = (participant?.plannedContacts ?? []).map((visit) => ({
      id: visit.plannedContactId,
      label: [time.dateTime(visit.start), visit.unassigned ? '?' : visit.initials.join(' ')].filter(Boolean).join(', '),
    }));
    const crises = participant?.openCrisisId ? [{ id: participant.openCrisisId, label: kindText('CRISIS_REPORTED') }] : [];
    return { ...noOptions, staff, dwellings, offers, tenancies, planned, crises };
  }, [team, participant, text, textOr, kindText, time]);

  const again = useCallback(() => {
    if (participantId !== undefined) askAbout({ requestPolicy: 'network-only' });
    if (teamId !== undefined) askAround({ requestPolicy: 'network-only' });
  }, [participantId, teamId, askAbout, askAround]);

  const error = (known || participant || (withoutNetwork && inPocket === undefined) ? undefined : about.error) ?? (team ? undefined : around.error);
  useRetry(error, again);

  return {
    again,
    participant,
    teamId,
    options,
    loading: (participantId !== undefined && !participant && (about.fetching || (withoutNetwork && inPocket === undefined))) || (around.fetching && !team),
    ready: (participantId === undefined || known !== undefined || participant !== null) && (teamId === undefined || team !== undefined),
    error,
  };
}

type KnownParticipant = NonNullable<EntryParticipantQuery['participant']>;

const fromPocketOf = new WeakMap<PocketParticipant, KnownParticipant>();

/** What the list on the device knows: enough to write a contact, a crisis or a letter. */
function fromPocket(kept: PocketParticipant): KnownParticipant {
  const made: KnownParticipant = fromPocketOf.get(kept) ?? {
    participantId: kept.participantId,
    teamId: kept.teamId,
    alias: kept.alias,
    enrolled: true,
    openCrisisId: null,
    serverTime: new Date().toISOString(),
    row: null,
    plannedContacts: kept.visits.map((visit) => ({ ...visit, initials: [] })),
    offers: [],
    tenancies: [],
  };
  fromPocketOf.set(kept, made);
  return made;
}
