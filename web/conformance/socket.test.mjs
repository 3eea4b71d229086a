// graphql-transport-ws, by its reference client.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { Service } from './service.mjs';

const BOARD = `subscription($team: ID!) { boardEvents(teamId: $team) { __typename
  ... on Heartbeat { boardVersion } ... on BoardInvalidated { boardVersion } } }`;

let service;
before(async () => {
  service = await Service.start();
});
after(() => service.remove());

/** The reference client as somebody; tells how its socket was closed. */
function connect(headers, options = {}) {
  class Socket extends WebSocket {
    constructor(url, protocols) {
      super(url, protocols, { headers: { origin: service.url, ...headers } });
    }
  }
  let closed;
  const how = new Promise((resolve) => (closed = resolve));
  const on = { closed: ({ code, reason }) => closed({ code, reason }) };
  const made = createClient({ url: service.socketUrl, webSocketImpl: Socket, retryAttempts: 0, on, ...options });
  return { client: made, closed: how };
}

const known = () => ({ authorization: service.authorization });
const board = () => ({ query: BOARD, variables: { team: service.team } });
/** What an operation says, until it ends. */
const ended = (client, operation) =>
  new Promise((resolve) => client.subscribe(operation, { next() {}, error: resolve, complete: () => resolve(null) }));

test('a query has one answer, then it is complete', async () => {
  const { client: mine } = connect(known());
  const answers = [];
  for await (const answer of mine.iterate({ query: '{ me { initials } }' })) answers.push(answer);
  assert.deepEqual(answers.map((answer) => answer.data.me.initials), [service.user.initials]);
  await mine.dispose();
});

test('an operation that is not valid is an error of its own, and the socket goes on', async () => {
  const { client: mine } = connect(known());
  const errors = await ended(mine, { query: '{ nothing }' });
  assert.equal(errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
  assert.match(errors[0].extensions.requestId, /^[0-9a-f-]{36}$/);
  assert.equal(await ended(mine, { query: '{ __typename }' }), null);
  await mine.dispose();
});

test('a subscription speaks at once and ends when the client has enough', async () => {
  const { client: mine, closed } = connect(known());
  for await (const { data } of mine.iterate(board())) {
    assert.equal(data.boardEvents.boardVersion, await service.boardVersion());
    break;
  }
  await mine.dispose();
  assert.equal((await closed).code, 1000);
});

test('4401: nobody has signed in', async () => {
  const { client: nobody, closed } = connect({}, { retryAttempts: 5 });
  await ended(nobody, board());
  assert.equal((await closed).code, 4401);
});

test('4403: the session ends meanwhile', async () => {
  const cookie = await service.signIn();
  const { client: mine, closed } = connect({ cookie });
  const said = mine.iterate(board());
  await said.next();
  await service.signOut(cookie);
  assert.equal((await closed).code, 4403);
  await said.next().catch(() => null);
});

test('4408: no init comes in time', async () => {
  const never = new Promise(() => {});
  const { client: silent, closed } = connect(known(), { connectionParams: () => never, lazy: false, onNonLazyError() {} });
  assert.equal((await closed).code, 4408);
  await silent.dispose();
});

test('4409: two operations of one id', async () => {
  const { client: mine, closed } = connect(known(), { generateID: () => 'same' });
  const both = [ended(mine, board()), ended(mine, board())];
  assert.equal((await closed).code, 4409);
  await Promise.all(both);
});

test('4429: one operation too many', async () => {
  const { client: mine, closed } = connect(known());
  const all = Array.from({ length: 17 }, () => ended(mine, board()));
  assert.equal((await closed).code, 4429);
  await Promise.all(all);
});

test('1009: a message that is too big, which the client does not send again', async () => {
  const { client: mine, closed } = connect(known(), { retryAttempts: 5 });
  const why = await ended(mine, { query: '{ __typename }', variables: { x: 'x'.repeat(70_000) } });
  assert.equal((await closed).code, 1009);
  assert.equal(why.code, 1009);
});

test('4400 and 4406: what is no message, and what is no protocol of ours', async () => {
  const code = (protocol, message) =>
    new Promise((resolve) => {
      const socket = new WebSocket(service.socketUrl, protocol, { headers: known() });
      socket.on('open', () => message !== undefined && socket.send(message));
      socket.on('close', resolve);
      socket.on('error', () => {});
    });
  assert.equal(await code('graphql-transport-ws', '{"type":"dance"}'), 4400);
  assert.equal(await code('graphql-transport-ws', 'not JSON'), 4400);
  assert.equal(await code([]), 4406);
});

test('1001: a client that leaves is answered in kind', async () => {
  const left = await new Promise((resolve) => {
    const socket = new WebSocket(service.socketUrl, 'graphql-transport-ws', { headers: known() });
    socket.on('open', () => socket.close(1001, 'Going away'));
    socket.on('close', resolve);
  });
  assert.equal(left, 1001);
});

test('1012: over a restart the client comes again by itself, and no change is lost', async () => {
  let comeAgain;
  const mayCome = new Promise((resolve) => (comeAgain = resolve));
  const { client: wall, closed } = connect(known(), { retryAttempts: 100, retryWait: () => mayCome });
  const versions = [];
  wall.subscribe(board(), {
    next: ({ data }) => versions.push(data.boardEvents.boardVersion),
    error: (why) => assert.fail(String(why)),
    complete() {},
  });
  const shows = async (version) => {
    while (versions.at(-1) !== version) await sleep(10);
  };
  const first = await service.boardVersion();
  await shows(first);
  await service.stop();
  assert.equal((await closed).code, 1012);
  await service.launch();
  await service.change();
  const second = await service.boardVersion();
  assert.notEqual(second, first);
  comeAgain();
  await shows(second);
  await service.change();
  const third = await service.boardVersion();
  assert.notEqual(third, second);
  await shows(third);
  await wall.dispose();
});
