import { graphql } from '../../../graphql';

/** Everything a wall screen asks for; nothing that its role is refused. */
export const WallBoard = graphql(`
  query WallBoard($teamId: ID!, $asOf: AsOfInput) {
    board(teamId: $teamId, asOf: $asOf) {
      teamId
      teamName
      boardVersion
      serverTime
      asOf {
        knownAt
        happenedAt
      }
      rows {
        ...WallRow
      }
    }
  }
`);
