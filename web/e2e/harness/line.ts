import type { Page, WebSocketRoute } from '@playwright/test';

const PING = '{"type":"ping"}';
const PONG = '{"type":"pong"}';

type What = 'nothing' | 'words' | 'everything';

/** The socket between a page and the service, with a hand on it. Put there before the page opens one. */
export class Line {
  /** Open sockets, each with the service's last word on it. */
  private readonly sockets = new Map<WebSocketRoute, string | null>();
  private unanswered = 0;
  private dropped: What = 'nothing';
  private cut = false;
  private clock: string | null = null;
  /** How many sockets the page has made, and the most that were open at a time. */
  made = 0;
  mostOpen = 0;

  static async of(page: Page): Promise<Line> {
    const line = new Line();
    await page.routeWebSocket(/\/graphql\/ws$/, (socket) => line.join(socket));
    return line;
  }

  get open(): number {
    return this.sockets.size;
  }

  /** What the service says does not arrive: its words about the board, or answers to pings too. */
  drop(what: What): void {
    this.dropped = what;
  }

  /** The socket is closed with a code; the next one is let through. */
  async close(code: number): Promise<void> {
    await Promise.all([...this.sockets.keys()].map((socket) => socket.close({ code, reason: 'test' })));
  }

  /** The network is gone: nothing opens. */
  async break(): Promise<void> {
    this.cut = true;
    await this.close(1006);
  }

  mend(): void {
    this.cut = false;
    this.dropped = 'nothing';
  }

  /** Says the service's last word again, as of a page's clock that runs fast; what it says itself is dated so too. */
  beat(clock: Date): void {
    this.clock = clock.toISOString();
    for (const [socket, word] of this.sockets) if (word !== null) socket.send(this.dated(word));
  }

  /** The page's clock runs faster than the service answers pings: this waits for it. */
  async answered(): Promise<void> {
    if (this.unanswered === 0) return;
    for (let tries = 0; this.unanswered > 0 && tries < 15_000; tries += 1) await new Promise((done) => setTimeout(done, 2));
    // And for the answer's way from here into the page.
    await new Promise((done) => setTimeout(done, 20));
  }

  private dated(word: string): string {
    return this.clock === null ? word : word.replace(/"serverTime":"[^"]+"/, `"serverTime":"${this.clock}"`);
  }

  private join(socket: WebSocketRoute): void {
    this.made += 1;
    if (this.cut) {
      void socket.close({ code: 1006, reason: 'test' });
      return;
    }
    this.sockets.set(socket, null);
    this.mostOpen = Math.max(this.mostOpen, this.sockets.size);
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (message === PING) this.unanswered += 1;
      server.send(message);
    });
    server.onMessage((message) => {
      const isWord = typeof message === 'string' && message.includes('"next"');
      if (this.dropped === 'everything' || (this.dropped === 'words' && isWord)) return;
      if (isWord && this.sockets.has(socket)) this.sockets.set(socket, message);
      if (message === PONG) this.unanswered = 0;
      socket.send(isWord ? this.dated(message) : message);
    });
    socket.onClose((code, reason) => {
      this.sockets.delete(socket);
      void server.close({ code: code ?? 1000, reason });
    });
    server.onClose((code, reason) => {
      this.sockets.delete(socket);
      void socket.close({ code: code ?? 1006, reason });
    });
  }
}
