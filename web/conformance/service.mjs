// The real service as a process of its own, with demo data, without web pages.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const web = resolve(fileURLToPath(new URL('.', import.meta.url)), '..');
const binary = resolve(web, process.env['TAVLE_BIN'] ?? '../target/debug/tavle');
const READY_WITHIN_MS = 120_000;

/** `tavle serve` on a free port, over a log of its own. */
export class Service {
  #child = null;

  static async start() {
    const service = new Service();
    service.data = join(mkdtempSync(join(tmpdir(), 'tavle-conformance-')), 'data');
    const args = ['demo', '--data', service.data, '--teams', '1', '--years', '1', '--seed', '7'];
    execFileSync(binary, args, { stdio: 'ignore' });
    service.port = await freePort();
    await service.launch();
    const logins = await (await fetch(`${service.url}/demo/logins`)).json();
    service.user = logins.find((login) => login.role === 'TEAM_MEMBER');
    service.team = service.user.teams[0].teamId;
    const token = ['token', '--data', service.data, '--user', service.user.user];
    service.token = execFileSync(binary, token).toString().trim();
    return service;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  get socketUrl() {
    return `ws://127.0.0.1:${this.port}/graphql/ws`;
  }

  get authorization() {
    return `Bearer ${this.token}`;
  }

  /** Starts the process and waits until it can be read. Also again, after `stop`. */
  async launch() {
    const args = ['serve', '--demo', '--data', this.data, '--listen', `127.0.0.1:${this.port}`];
    const child = spawn(binary, args, { stdio: 'ignore' });
    this.#child = child;
    process.once('exit', () => child.kill('SIGKILL'));
    const until = Date.now() + READY_WITHIN_MS;
    for (;;) {
      const ready = await fetch(`${this.url}/readyz`).catch(() => null);
      if (ready?.ok) return;
      if (child.exitCode !== null || Date.now() > until) throw new Error('The service did not come up.');
      await sleep(20);
    }
  }

  /** Asks it to stop, and waits until it has. */
  async stop() {
    const child = this.#child;
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  }

  async remove() {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }

  /** Signs in as a browser does; gives the cookie. */
  async signIn() {
    const answer = await fetch(`${this.url}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tavle': '1', origin: this.url },
      body: JSON.stringify({ user: this.user.user }),
    });
    if (!answer.ok) throw new Error(`Sign-in was answered ${answer.status}.`);
    return answer.headers.getSetCookie()[0].split(';')[0];
  }

  /** Ends the session of a cookie. */
  async signOut(cookie) {
    await fetch(`${this.url}/session`, { method: 'DELETE', headers: { cookie, 'x-tavle': '1', origin: this.url } });
  }

  /** The data of an operation over HTTP. */
  async ask(query, variables) {
    const answer = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: this.authorization },
      body: JSON.stringify({ query, variables }),
    });
    const body = await answer.json();
    if (body.errors) throw new Error(JSON.stringify(body.errors));
    return body.data;
  }

  async boardVersion() {
    const query = 'query($team: ID!) { board(teamId: $team) { boardVersion } }';
    return (await this.ask(query, { team: this.team })).board.boardVersion;
  }

  /** Records a crisis of a participant who has none: the board shows something else afterwards. */
  async change() {
    const before = await this.boardVersion();
    const rows = 'query($team: ID!) { board(teamId: $team) { rows { participantId } } }';
    for (const { participantId } of (await this.ask(rows, { team: this.team })).board.rows) {
      const input = { kind: 'CRISIS_REPORTED', commandId: commandId(), participantId };
      const mutation = 'mutation($input: CrisisInput!) { recordCrisis(input: $input) { __typename } }';
      await this.ask(mutation, { input });
      if ((await this.boardVersion()) !== before) return;
    }
    throw new Error('Nothing that was recorded changed the board.');
  }
}

/** A UUID of version 7. */
function commandId() {
  const time = Date.now().toString(16).padStart(12, '0');
  const rest = crypto.randomUUID().slice(15);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest}`;
}

function freePort() {
  return new Promise((found, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}
