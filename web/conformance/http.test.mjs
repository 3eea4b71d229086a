// GraphQL over HTTP, by the specification's own audit.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serverAudits } from 'graphql-http';
import { Service } from './service.mjs';

let service;
before(async () => {
  service = await Service.start();
});
after(() => service.remove());

/** Every request of the audit brings a token: nobody unknown is answered. */
const fetchFn = (url, init) =>
  fetch(url, { ...init, headers: { ...init?.headers, authorization: service.authorization } });

for (const audit of serverAudits({ url: () => `${service.url}/graphql`, fetchFn })) {
  test(`${audit.id} ${audit.name}`, async () => {
    const { status, reason, response } = await audit.fn();
    // A service may answer GET. This one does not: a link must never run an operation.
    if (status === 'notice' && audit.name.startsWith('MAY') && response.status === 405) return;
    assert.equal(status, 'ok', reason);
  });
}
