// node browser.mjs <package>: the same as node.mjs with the device in a page of headless Chromium. The first
// line says that the page is there.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { clients } from './clients.mjs';

const name = process.argv[2];
const here = fileURLToPath(new URL('.', import.meta.url));
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

let leave = () => process.exit(0);

const page = `<!doctype html><meta charset="utf-8"><body data-client="${name}">
<script src="bundle.js"></script><script type="module" src="page.mjs"></script>`;

const server = createServer((request, response) => {
    const path = request.url.slice(1);
    if (path === 'next') relay(request, response);
    else if (path === '') send(response, 'text/html', page);
    else if (path === 'bundle.js') sendFile(response, join('node_modules', name, clients[name].bundle));
    else if (/^[a-z]+\.mjs$/.test(path)) sendFile(response, path);
    else response.writeHead(404).end();
});

server.listen(0, '127.0.0.1', () => {
    const profile = mkdtempSync(join(tmpdir(), 'iot-page-'));
    const browser = spawn('chromium', [
        '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
        // It talks to nobody but this machine.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
        `--user-data-dir=${profile}`, `http://127.0.0.1:${server.address().port}/`,
    ], { stdio: ['ignore', 'ignore', 'pipe'] });
    browser.stderr.pipe(process.stderr);
    browser.on('error', (error) => { throw error; });
    // Not before all of its processes have let go of the pipe: they write to the profile up to their end.
    browser.on('close', () => {
        rmSync(profile, { recursive: true, force: true });
        process.exit(0);
    });
    leave = () => browser.kill();
});

// What the page reports is a line out; the line that comes in next is its next request.
async function relay(request, response) {
    let body = '';
    for await (const part of request) body += part;
    console.log(body);
    const { value, done } = await lines.next();
    if (done) leave();
    else send(response, 'application/json', value);
}

function sendFile(response, path) {
    send(response, 'text/javascript', readFileSync(join(here, path)));
}

function send(response, type, content) {
    response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(content);
}
