// MQTT.js over WebSocket, told line by line to send or to receive. Arguments: the URL, the topic.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [url, topic] = process.argv.slice(2);
const mqtt = createRequire(new URL('../../tests/Clients/', import.meta.url))('mqtt');
const windowSize = 1000;
const client = mqtt.connect(url, { protocolVersion: 4, keepalive: 300, reconnectPeriod: 0 });

const commands = {
    // Says "sent" when the broker has acknowledged a last message at QoS 1.
    send(count, qos) {
        const payloads = Array.from({ length: count }, (_, i) => String(i).padStart(100, 'x'));
        let next = 0;
        let done = 0;
        const finished = (error) => {
            if (error) {
                process.exit(1);
            }
            done++;
            if (done === count) {
                client.publish(topic, 'end', { qos: 1 }, () => console.log('sent'));
            } else if (next < count) {
                client.publish(topic, payloads[next++], { qos }, finished);
            }
        };
        console.log('sending');
        while (next < Math.min(windowSize, count)) {
            client.publish(topic, payloads[next++], { qos }, finished);
        }
    },
    receive(count) {
        let received = 0;
        client.removeAllListeners('message');
        client.on('message', () => {
            received++;
            if (received === count) {
                console.log('received');
            }
        });
        client.subscribe(topic, { qos: 0 });
    },
};

client.once('connect', () => console.log('ready'));
client.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
});
createInterface({ input: process.stdin }).on('line', (line) => {
    const [name, ...numbers] = line.split(' ');
    commands[name](...numbers.map(Number));
}).on('close', () => process.exit(0));
