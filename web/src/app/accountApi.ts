import * as v from 'valibot';

/** What the service refuses, in a form that a page can show. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly fields: Readonly<Record<string, string>>,
    readonly retryAfterSeconds: number,
  ) {
    super(code);
  }
}

const Refused = v.looseObject({
  errors: v.array(v.looseObject({ extensions: v.looseObject({ code: v.string() }) })),
  fields: v.optional(v.array(v.looseObject({ path: v.string(), code: v.string() })), []),
});

const headers = { 'x-tavle': '1', accept: 'application/json' };

/** Asks the service's own addresses beside the API. Throws a {@link Refusal} for whatever is not accepted. */
export async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
  } catch {
    throw new Refusal('NETWORK', {}, 0);
  }
  if (response.status === 204) return null;
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  const refused = v.safeParse(Refused, answer);
  const code = refused.success ? (refused.output.errors[0]?.extensions.code ?? 'UNKNOWN') : `HTTP_${response.status}`;
  const fields = refused.success ? refused.output.fields.map((field) => [field.path, field.code] as const) : [];
  throw new Refusal(code, Object.fromEntries(fields), Number(response.headers.get('retry-after') ?? 0));
}

const SessionRow = v.looseObject({
  id: v.string(),
  began: v.string(),
  used: v.string(),
  this: v.boolean(),
  name: v.nullable(v.string()),
  team: v.nullable(v.string()),
});
const SessionRows = v.looseObject({ sessions: v.array(SessionRow), walls: v.array(SessionRow) });

const StaffRow = v.looseObject({
  teamId: v.string(),
  staffId: v.string(),
  name: v.nullable(v.string()),
  initials: v.nullable(v.string()),
  roles: v.array(v.string()),
  user: v.nullable(v.string()),
});

export type SessionRow = v.InferOutput<typeof SessionRow>;
export type StaffRow = v.InferOutput<typeof StaffRow>;

export async function fetchSessions(): Promise<v.InferOutput<typeof SessionRows>> {
  return v.parse(SessionRows, await ask('GET', '/sessions'));
}

/** Staff of the teams that one leads or administers; nobody to anyone else. */
export async function fetchStaff(): Promise<readonly StaffRow[]> {
  return v.parse(v.looseObject({ staff: v.array(StaffRow) }), await ask('GET', '/account/staff')).staff;
}

const Invitation = v.looseObject({ code: v.string(), expiresAt: v.string() });
export type Invitation = v.InferOutput<typeof Invitation>;

export async function invite(staffId: string): Promise<Invitation> {
  return v.parse(Invitation, await ask('POST', '/account/invitations', { staffId }));
}
