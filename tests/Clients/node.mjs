// node node.mjs <package>: a device in this process. A line of JSON in is a request, a line out is what came of it.
import { createInterface } from 'node:readline';
import { clients } from './clients.mjs';
import { Inbox } from './inbox.mjs';
import { run } from './operations.mjs';

const name = process.argv[2];
const { default: library } = await import(name);
const operations = clients[name].operations(library, new Inbox());

for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await run(operations, JSON.parse(line))));
}

// The end of the requests is the end of the device, whatever it still waits for.
process.exit(0);
