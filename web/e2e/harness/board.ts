import { commandId, record } from './commands';
import { ask, type Person } from './people';
import type { Service } from './service';

export interface Row {
  readonly participantId: string;
  readonly alias: string;
  readonly shown: boolean;
  readonly status: string | null;
  readonly riskLevel: 'GREEN' | 'YELLOW' | 'ORANGE' | 'RED' | null;
  readonly lastMetDays: number | null;
  readonly nextDeadline: { readonly deadline: string } | null;
  readonly detail: {
    readonly housing: string;
    readonly admittedSince: string | null;
    readonly imprisoned: boolean;
    readonly arrearsOre: number | null;
    readonly openOffers: readonly { readonly offerId: string }[];
    readonly standings: readonly { readonly status: string }[];
  };
}

const QUERY = `query ($teamId: ID!) {
  board(teamId: $teamId) {
    rows {
      participantId alias shown status riskLevel lastMetDays
      nextDeadline { deadline }
      detail { housing admittedSince imprisoned arrearsOre openOffers { offerId } standings { status } }
    }
  }
}`;

/** The first participant on the board of whom something holds: the demo is the same every time, but not for ever. */
export async function findParticipant(person: Person, service: Service, fits: (row: Row) => boolean): Promise<Row> {
  const { board } = await ask<{ board: { rows: Row[] } }>(person, service, QUERY, { teamId: person.teamId });
  const row = board.rows.find((each) => each.shown && fits(each));
  if (!row) throw new Error('Nobody on the demo board fits what this test starts from.');
  return row;
}

export const standing = (row: Row, status: string): boolean => row.detail.standings.some((each) => each.status === status);

export interface Dwelling {
  readonly dwellingId: string;
  readonly address: string;
  readonly state: 'FREE' | 'OFFERED' | 'HELD' | 'OCCUPIED' | 'WITHDRAWN';
}

/** Registers a dwelling of its own for a test: the demo has few free ones, and another test may take them. */
export async function freeDwelling(person: Person, service: Service): Promise<Dwelling> {
  const address = `Prøveveien ${commandId().slice(-6)}`;
  await record(person, service, 'recordHousingStep', {
    kind: 'DWELLING_REGISTERED',
    teamId: person.teamId,
    address,
    housingType: 'ORDINARY',
    rentOre: 920_000,
  });
  const query = 'query ($teamId: ID!) { dwellings(teamId: $teamId) { dwellingId address state } }';
  const { dwellings } = await ask<{ dwellings: Dwelling[] }>(person, service, query, { teamId: person.teamId });
  const dwelling = dwellings.find((each) => each.address === address && each.state === 'FREE');
  if (!dwelling) throw new Error('The dwelling registered for the test is not free.');
  return dwelling;
}
