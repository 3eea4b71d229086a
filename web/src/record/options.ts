/** What the form's lists hold, gathered from the participant and the team. */
import { graphql } from '../graphql';

export const participantContextQuery = graphql(`
  query EntryParticipant($participantId: ID!) {
    participant(participantId: $participantId) {
      participantId
      teamId
      alias
      enrolled
      openCrisisId
      serverTime
      row {
        status
        riskLevel
      }
      plannedContacts {
        plannedContactId
        start
        initials
        unassigned
      }
      offers {
        offerId
        dwellingId
        address
        respondBy
        state
      }
      tenancies {
        tenancyId
        address
        validFrom
        active
      }
    }
  }
`);

export const teamContextQuery = graphql(`
  query EntryTeam($teamId: ID!) {
    team(teamId: $teamId) {
      teamId
      staff {
        staffId
        name
        initials
        discipline
        active
      }
    }
    dwellings(teamId: $teamId) {
      dwellingId
      address
      housingType
      rentOre
      state
    }
  }
`);

export interface Choice {
  readonly id: string;
  readonly label: string;
}

export interface DwellingChoice extends Choice {
  readonly address: string | null;
  readonly rentOre: number | null;
  readonly housingType: string | null;
}

export interface OfferChoice extends Choice {
  readonly dwellingId: string;
}

export interface StaffChoice extends Choice {
  readonly initials: string | null;
}

export interface FormOptions {
  readonly staff: readonly StaffChoice[];
  readonly dwellings: readonly DwellingChoice[];
  readonly offers: readonly OfferChoice[];
  readonly tenancies: readonly Choice[];
  readonly planned: readonly Choice[];
  readonly participants: readonly Choice[];
  readonly crises: readonly Choice[];
}

export const noOptions: FormOptions = {
  staff: [],
  dwellings: [],
  offers: [],
  tenancies: [],
  planned: [],
  participants: [],
  crises: [],
};

/** The list that an id is chosen from. */
export function choicesFor(ref: string | undefined, options: FormOptions): readonly Choice[] {
  switch (ref) {
    case 'STAFF':
      return options.staff;
    case 'DWELLING':
      return options.dwellings;
    case 'OFFER':
      return options.offers;
    case 'TENANCY':
      return options.tenancies;
    case 'PLANNED_CONTACT':
      return options.planned;
    case 'PARTICIPANT':
      return options.participants;
    case 'CRISIS':
      return options.crises;
    default:
      return [];
  }
}
