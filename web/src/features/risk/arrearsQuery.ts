import { graphql } from '../../graphql';

export const arrearsQuery = graphql(`
  query ArrearsOverTime($participantId: ID!, $tenancyId: ID) {
    arrearsOverTime(participantId: $participantId, tenancyId: $tenancyId) {
      participantId
      from
      until
      incomplete
      points {
        on
        tenancyId
        arrearsOre
        level
        points
        because {
          entryId
          kind
          occurredAt
          initials
        }
      }
    }
  }
`);
