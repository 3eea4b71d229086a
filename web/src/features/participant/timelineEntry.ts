import { graphql } from '../../graphql';

export const timelineEntryFragment = graphql(`
  fragment TimelineEntry on Entry {
    entryId
    kind
    family
    mark
    occurredAt
    precision
    recordedAt
    backdated
    stands
    correctable
    dwellingId
    by {
      staffId
      name
      initials
      role
    }
    fields {
      name
      value
      redacted
    }
    original {
      name
      value
      redacted
    }
    corrections {
      entryId
      recordedAt
      by {
        staffId
        name
        initials
        role
      }
      reason
      changes {
        name
        old
        new
        concealed
      }
    }
    errorMark {
      entryId
      recordedAt
      by {
        staffId
        name
        initials
        role
      }
      reason
    }
  }
`);

export const timelineQuery = graphql(`
  query Timeline($participantId: ID!, $asOf: AsOfInput, $first: Int!, $after: String) {
    timeline(participantId: $participantId, asOf: $asOf, first: $first, after: $after) {
      nodes {
        ...TimelineEntry
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
