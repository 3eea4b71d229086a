import type { APIRequestContext, Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import type { Service } from './service';

export type RoleName = 'TEAM_LEADER' | 'TEAM_MEMBER' | 'SUPERVISOR' | 'AUDITOR' | 'ADMINISTRATOR' | 'KIOSK';

interface Login {
  readonly user: string;
  readonly name: string;
  readonly role: RoleName;
  readonly teams: readonly { readonly teamId: string; readonly name: string }[];
}

/** The service takes requests that change something only from its own page. */
const sameOrigin = (service: Service) => ({ origin: service.url, 'x-tavle': '1' });

/** What the service's own page says of itself with every request. */
export const asPage = (page: Page) => ({ origin: new URL(page.url()).origin, 'x-tavle': '1' });

/** Somebody at a browser of their own, signed in. */
export interface Person {
  readonly name: string;
  readonly teamId: string;
  readonly context: BrowserContext;
  readonly page: Page;
}

export interface Wish {
  readonly role: RoleName;
  /** The first with the role, or the second, … in the same team. */
  readonly nth?: number;
  readonly context?: BrowserContextOptions;
}

/** Opens a browser context and signs in, without the sign-in page: that page has a test of its own. */
export async function arrive(browser: Browser, service: Service, { role, nth = 0, context: options = {} }: Wish): Promise<Person> {
  const context = await browser.newContext({ baseURL: service.url, ...options });
  const login = await findLogin(context.request, service, role, nth);
  await signIn(context.request, service, login.user);
  return { name: login.name, teamId: teamOf(login), context, page: await context.newPage() };
}

export async function logins(request: APIRequestContext, service: Service): Promise<Login[]> {
  return (await (await request.get(`${service.url}/demo/logins`)).json()) as Login[];
}

/** Everything takes place in the first leader's team. */
async function findLogin(request: APIRequestContext, service: Service, role: RoleName, nth: number): Promise<Login> {
  const all = await logins(request, service);
  const leader = all.find((login) => login.role === 'TEAM_LEADER');
  if (!leader) throw new Error('The demo has no team leader.');
  const team = teamOf(leader);
  const fitting = all.filter((login) => login.role === role && login.teams.some(({ teamId }) => teamId === team));
  const login = fitting[nth];
  if (!login) throw new Error(`The demo has ${fitting.length} of ${role} in the team; wanted number ${nth + 1}.`);
  return login;
}

function teamOf(login: Login): string {
  const team = login.teams[0];
  if (!team) throw new Error(`${login.user} has no team.`);
  return team.teamId;
}

async function signIn(request: APIRequestContext, service: Service, user: string): Promise<void> {
  const answer = await request.post(`${service.url}/session`, { headers: sameOrigin(service), data: { user } });
  if (!answer.ok()) throw new Error(`Signing in as ${user}: ${answer.status()} ${await answer.text()}`);
}

/** Asks the API with the person's own session. */
export async function ask<Data>(person: Person, service: Service, query: string, variables: object): Promise<Data> {
  const answer = await person.context.request.post(`${service.url}/graphql`, {
    headers: sameOrigin(service),
    data: { query, variables },
  });
  const { data, errors } = (await answer.json()) as { data?: Data; errors?: unknown };
  if (!data || errors) throw new Error(`${answer.status()} ${JSON.stringify(errors)}`);
  return data;
}
