import type { Page, WebSocketRoute } from '@playwright/test';

type What = 'nothing' | 'words' | 'everything';

/** The socket between a page and the service, with a hand on it. Put there before the page opens one. */
export class Line {
  private readonly sockets = new Set<WebSocketRoute>();
  private dropped: What = 'nothing';
  private cut = false;
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
    await Promise.all([...this.sockets].map((socket) => socket.close({ code, reason: 'test' })));
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

  private join(socket: WebSocketRoute): void {
    this.made += 1;
    if (this.cut) {
      void socket.close({ code: 1006, reason: 'test' });
      return;
    }
    this.sockets.add(socket);
    this.mostOpen = Math.max(this.mostOpen, this.sockets.size);
    const server = socket.connectToServer();
    server.onMessage((message) => {
      const isWord = typeof message === 'string' && message.includes('"next"');
      if (this.dropped === 'everything' || (this.dropped === 'words' && isWord)) return;
      socket.send(message);
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
