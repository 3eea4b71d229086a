import * as v from 'valibot';

const Person = v.looseObject({
  staffId: v.string(),
  name: v.string(),
  initials: v.string(),
});

const Session = v.looseObject({ demo: v.boolean(), me: v.nullable(Person) });

const Login = v.looseObject({
  user: v.string(),
  name: v.string(),
  initials: v.string(),
  role: v.string(),
  roleName: v.nullish(v.string()),
  teams: v.array(v.looseObject({ teamId: v.string(), name: v.string() })),
});

export type SessionInfo = v.InferOutput<typeof Session>;
export type DemoLogin = v.InferOutput<typeof Login>;

const headers = { 'x-tavle': '1', accept: 'application/json' };
const options = (method: string, body?: unknown): RequestInit => ({
  method,
  credentials: 'same-origin',
  headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  signal: AbortSignal.timeout(10_000),
});

async function ok(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response;
}

export async function fetchSession(): Promise<SessionInfo> {
  const response = await ok(await fetch('/session', options('GET')));
  return v.parse(Session, await response.json());
}

/** The people of the demo; none when this is a real installation. */
export async function fetchDemoLogins(): Promise<DemoLogin[]> {
  const response = await fetch('/demo/logins', options('GET'));
  if (response.status === 404) return [];
  return v.parse(v.array(Login), await (await ok(response)).json());
}

export async function signIn(user: string): Promise<void> {
  await ok(await fetch('/session', options('POST', { user })));
}

export async function signOut(): Promise<void> {
  await ok(await fetch('/session', options('DELETE')));
}
