import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoData } from './demo-data';
import { paths } from './paths';

const READY_WITHIN_MS = 180_000;

/** The real `tavle serve` on a free port with its own copy of the demo data. */
export class Service {
  private child: ChildProcess | null = null;
  private readonly log: string[] = [];

  private constructor(
    readonly data: string,
    readonly port: number,
    private readonly demo: boolean,
  ) {}

  static async start(): Promise<Service> {
    const data = mkdtempSync(join(tmpdir(), 'tavle-e2e-'));
    cpSync(demoData(), data, { recursive: true });
    const service = new Service(data, await freePort(), true);
    await service.launch();
    return service;
  }

  /** An installation that is no demonstration, with nothing in it. */
  static async startFresh(): Promise<Service> {
    const service = new Service(mkdtempSync(join(tmpdir(), 'tavle-e2e-')), await freePort(), false);
    await service.launch();
    return service;
  }

  /** The one-time code that a fresh installation printed last. */
  setUpCode(): string {
    const codes = this.log.join('').match(/\b[A-Z]{4}(?:-[A-Z]{4}){3}\b/g);
    const last = codes?.at(-1);
    if (!last) throw new Error(`No set-up code was printed.\n${this.lastLog()}`);
    return last;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts the process and waits until the read models have caught up. Also after `killHard`. */
  async launch(): Promise<void> {
    const args = ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`, '--web', paths.dist, ...(this.demo ? ['--demo'] : [])];
    const child = spawn(paths.binary, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => this.remember(chunk));
    this.child = child;
    process.once('exit', () => child.kill('SIGKILL'));
    const until = Date.now() + READY_WITHIN_MS;
    while (!(await this.isReady())) {
      if (child.exitCode !== null) throw new Error(`The service ended with ${child.exitCode}.\n${this.lastLog()}`);
      if (Date.now() > until) throw new Error(`The service was not ready in time.\n${this.lastLog()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** `kill -9`: no goodbye to anyone. */
  async killHard(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Stops gracefully and removes the data. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.data, { recursive: true, force: true });
  }

  lastLog(): string {
    return this.log.slice(-40).join('');
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`)).ok;
    } catch {
      return false;
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
    this.child = null;
  }

  private remember(chunk: Buffer): void {
    this.log.push(chunk.toString());
    if (this.log.length > 500) this.log.splice(0, 250);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
