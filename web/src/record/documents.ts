/** The ten commands of the ten families, and those that correct. They answer in one shape. */
import { graphql } from '../graphql';

export const currentEntryFragment = graphql(`
  fragment CurrentEntry on Entry {
    entryId
    kind
    occurredAt
    by {
      staffId
      name
      initials
    }
  }
`);

export const outcomeFragment = graphql(`
  fragment RecordOutcome on RecordResult {
    __typename
    ... on Recorded {
      commandId
      readable
      participantId
      dwellingId
      entry {
        ...CurrentEntry
      }
    }
    ... on Rejected {
      code
      current {
        ...CurrentEntry
      }
    }
    ... on Conflict {
      current {
        ...CurrentEntry
      }
    }
    ... on Invalid {
      fields {
        path
        code
        max
      }
    }
    ... on Forbidden {
      code
    }
    ... on Busy {
      code
      retryAfterSeconds
    }
  }
`);

export const recordDocuments = {
  recordTeamStep: graphql(`
    mutation RecordTeamStep($input: TeamStepInput!) {
      result: recordTeamStep(input: $input) {
        ...RecordOutcome
      }
    }
  `),
  recordParticipantStep: graphql(`
    mutation RecordParticipantStep($input: ParticipantStepInput!) {
      result: recordParticipantStep(input: $input) {
        ...RecordOutcome
      }
    }
  `),
  recordCrisis: graphql(`
    mutation RecordCrisis($input: CrisisInput!) {
      result: recordCrisis(input: $input) {
        ...RecordOutcome
      }
    }
  `),
  recordBoardDecision: graphql(`
    mutation RecordBoardDecision($input: BoardDecisionInput!) {
      result: recordBoardDecision(input: $input) {
        ...RecordOutcome
      }
    }
  `),
  recordPlanStep: graphql(`
    mutation RecordPlanStep($input: PlanStepInput!) {
      result: recordPlanStep(input: $input) {
        ...RecordOutcome
      }
    }
  `),
  recordContact: graphql(`
    mutation RecordContact($input: ContactInput!) {
      result: recordContact(input: $input) {
        ...RecordOutcome
      }
    }
  `),
  recordHousingStep: graphql(`
    mutation RecordHousingStep($input: HousingStepInput!) {
      result: recordHousingStep(input: $input) {
        ...RecordOutcome
      }
    }
  `),
  recordTenancyStep: graphql(`
    mutation RecordTenancyStep($input: TenancyStepInput!) {
      result: recordTenancyStep(input: $input) {
        ...RecordOutcome
      }
    }
  `),
  recordArrearsStep: graphql(`
    mutation RecordArrearsStep($input: ArrearsStepInput!) {
      result: recordArrearsStep(input: $input) {
        ...RecordOutcome
      }
    }
  `),
  recordAdmissionStep: graphql(`
    mutation RecordAdmissionStep($input: AdmissionStepInput!) {
      result: recordAdmissionStep(input: $input) {
        ...RecordOutcome
      }
    }
  `),
  correctEntry: graphql(`
    mutation CorrectEntry($input: CorrectEntryInput!) {
      result: correctEntry(input: $input) {
        ...RecordOutcome
      }
    }
  `),
  markEnteredInError: graphql(`
    mutation MarkEnteredInError($input: MarkEnteredInErrorInput!) {
      result: markEnteredInError(input: $input) {
        ...RecordOutcome
      }
    }
  `),
};

export type Command = keyof typeof recordDocuments;

export function isCommand(name: string): name is Command {
  return Object.hasOwn(recordDocuments, name);
}
