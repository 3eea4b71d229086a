import { randomBytes } from 'node:crypto';
import { ask, type Person } from './people';
import type { Service } from './service';

/** UUID version 7, as every client makes for its command. */
export function commandId(): string {
  const bytes = Buffer.concat([Buffer.alloc(6), randomBytes(10)]);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const inputs = {
  recordParticipantStep: 'ParticipantStepInput',
  recordContact: 'ContactInput',
  recordCrisis: 'CrisisInput',
  recordHousingStep: 'HousingStepInput',
  recordTenancyStep: 'TenancyStepInput',
  recordArrearsStep: 'ArrearsStepInput',
  recordAdmissionStep: 'AdmissionStepInput',
} as const;

interface Result {
  readonly result: { readonly __typename: string; readonly entry?: { readonly entryId: string } };
}

/** Records a step through the API, to bring about what a test starts from. Gives the entry's id. */
export async function record(person: Person, service: Service, command: keyof typeof inputs, input: object): Promise<string> {
  const query = `mutation ($input: ${inputs[command]}!) {
    result: ${command}(input: $input) {
      __typename
      ... on Recorded { entry { entryId } }
      ... on Rejected { code }
      ... on Invalid { fields { path code } }
      ... on Forbidden { code }
    }
  }`;
  const { result } = await ask<Result>(person, service, query, { input: { commandId: commandId(), ...input } });
  if (result.__typename !== 'Recorded' || !result.entry) throw new Error(`${command}: ${JSON.stringify(result)}`);
  return result.entry.entryId;
}
