// A device in a page: takes its requests from the server that the page came from, and posts what came of each.
import { clients } from './clients.mjs';
import { Inbox } from './inbox.mjs';
import { run } from './operations.mjs';

const client = clients[document.body.dataset.client];
const operations = client.operations(window[client.global], new Inbox());

let report = { ok: true, result: navigator.userAgent };
for (;;) {
    const answer = await fetch('next', { method: 'POST', body: JSON.stringify(report) });
    report = await run(operations, await answer.json());
}
