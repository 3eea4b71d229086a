import * as v from 'valibot';
import { ask } from './accountApi';

const Person = v.looseObject({
  staffId: v.string(),
  name: v.string(),
  initials: v.string(),
});

const Session = v.looseObject({ demo: v.boolean(), setUp: v.optional(v.boolean(), false), me: v.nullable(Person), outboxKey: v.nullish(v.string(), null) });

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

export async function fetchSession(): Promise<SessionInfo> {
  return v.parse(Session, await ask('GET', '/session'));
}

/** The people of the demo; none when this is a real installation. */
export async function fetchDemoLogins(): Promise<DemoLogin[]> {
  return v.parse(v.array(Login), await ask('GET', '/demo/logins'));
}

/** A demonstration asks for no password. */
export async function signIn(user: string, password?: string): Promise<void> {
  await ask('POST', '/session', password === undefined ? { user } : { user, password });
}

export async function signOut(): Promise<void> {
  await ask('DELETE', '/session');
}
