// MQTT.js over WebSocket: sends or receives on command. Arguments: the folder with MQTT.js, the URL, the topic.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [folder, url, topic] = process.argv.slice(2);
const mqtt = createRequire(`${folder}/`)('mqtt');
const windowSize = 1000;
const client = mqtt.connect(url, { protocolVersion: 4, keepalive: 300, reconnectPeriod: 0 });
let payloads = [];
let slice = 0;
let received = 0;

function send(qos) {
    let next = 0;
    let done = 0;
    const finished = (error) => {
        if (error) {
            process.exit(1);
        }
        done++;
        if (done === payloads.length) {
            client.publish(topic, 'end', { qos: 1 }, () => console.log('sent'));
        } else if (next < payloads.length) {
            client.publish(topic, payloads[next++], { qos }, finished);
        }
    };
    while (next < Math.min(windowSize, payloads.length)) {
        client.publish(topic, payloads[next++], { qos }, finished);
    }
}

const commands = {
    prepare(count) {
        payloads = Array.from({ length: count }, (_, i) => String(i).padStart(100, 'x'));
        console.log('prepared');
    },
    send,
    receive(size) {
        [slice, received] = [size, 0];
        client.removeAllListeners('message');
        client.on('message', () => {
            received++;
            if (received % slice === 0) {
                console.log('received');
            }
        });
        client.subscribe(topic, { qos: 0 }, () => console.log('receiving'));
    },
};

client.once('connect', () => console.log('ready'));
client.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
});
createInterface({ input: process.stdin }).on('line', (line) => {
    const [name, value] = line.split(' ');
    commands[name](Number(value));
}).on('close', () => process.exit(0));
