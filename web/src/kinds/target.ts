/** What an entry is about: the ids that go beside the kind's own fields. */
import { familyOfKind } from './table';

export type TargetField = 'teamId' | 'participantId' | 'dwellingId';

const housing: Readonly<Record<string, readonly TargetField[]>> = {
  HOUSING_OFFERED: ['dwellingId', 'participantId'],
  HOUSING_OFFER_ACCEPTED: ['dwellingId', 'participantId'],
  HOUSING_OFFER_DECLINED: ['dwellingId', 'participantId'],
  HOUSING_OFFER_WITHDRAWN: ['dwellingId', 'participantId'],
  HOUSING_OFFER_EXPIRED: ['dwellingId', 'participantId'],
  DWELLING_VIEWED: ['dwellingId', 'participantId'],
  DWELLING_REGISTERED: ['teamId'],
  DWELLING_WITHDRAWN: ['dwellingId'],
};

/** A participant's first entry makes the participant, and needs the team instead. */
const makesParticipant = new Set(['PARTICIPANT_ENROLLED', 'PARTICIPANT_REFERRED']);

export function targetsOf(kind: string, hasParticipant = true): readonly TargetField[] {
  const family = familyOfKind(kind);
  if (family?.target === 'TEAM') return ['teamId'];
  if (family?.target === 'DWELLING') return housing[kind] ?? ['participantId'];
  return makesParticipant.has(kind) && !hasParticipant ? ['teamId'] : ['participantId'];
}

/** Kinds whose dwelling follows from the chosen offer, so that nobody has to choose it as well. */
export function dwellingFollowsFromOffer(kind: string): boolean {
  return kind.startsWith('HOUSING_OFFER_');
}

/** Kinds about a dwelling alone; they have no place on a participant's page. */
export function concernsDwellingAlone(kind: string): boolean {
  return kind === 'DWELLING_REGISTERED' || kind === 'DWELLING_WITHDRAWN';
}
