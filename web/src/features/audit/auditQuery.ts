import { graphql } from '../../graphql';

export const auditQuery = graphql(`
  query AuditTrail($teamId: ID!, $filter: AuditFilter, $first: Int!, $after: String) {
    auditTrail(teamId: $teamId, filter: $filter, first: $first, after: $after) {
      nodes {
        entryId
        ...AuditRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    team(teamId: $teamId) {
      teamId
      staff {
        staffId
        name
        initials
      }
    }
  }
`);

/** Not everybody who reads the log may see the participants: a query of its own, which may fail. */
export const auditParticipantsQuery = graphql(`
  query AuditParticipants($teamId: ID!) {
    participants(teamId: $teamId) {
      participantId
      alias
    }
  }
`);

export const auditRowFragment = graphql(`
  fragment AuditRow on AuditRecord {
    entryId
    recordedAt
    occurredAt
    backdated
    by {
      staffId
      name
      initials
      role
    }
    participantId
    alias
    kind
    mark
    targetId
    targetKind
    reasonConcealed
    changes {
      name
      old
      new
      concealed
    }
  }
`);
