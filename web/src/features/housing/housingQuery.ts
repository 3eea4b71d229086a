import { graphql } from '../../graphql';

export const housingQuery = graphql(`
  query Dwellings($teamId: ID!) {
    dwellings(teamId: $teamId) {
      dwellingId
      state
      ...DwellingRow
    }
    participants(teamId: $teamId) {
      participantId
      alias
      enrolled
    }
  }
`);

export const dwellingRowFragment = graphql(`
  fragment DwellingRow on Dwelling {
    dwellingId
    address
    housingType
    rentOre
    rooms
    state
    occupantAlias
    occupantId
    offer {
      offerId
      participantId
      alias
      respondBy
      overdue
      state
    }
  }
`);
