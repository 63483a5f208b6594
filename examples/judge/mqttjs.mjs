// node mqttjs.mjs <url> <clientId> <username> <product key> <device name>, the password in MQTT_PASSWORD: a device on MQTT.js
// with the client's defaults, as its README has it.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../tests/Clients/', import.meta.url));
const mqtt = require('mqtt');
const [url, clientId, username, productKey, deviceName] = process.argv.slice(2);
const sys = `/sys/${productKey}/${deviceName}`;
const client = mqtt.connect(url, { clientId, username, password: process.env.MQTT_PASSWORD });
let id = 0;

client.on('error', (error) => console.error(error.message));
client.on('connect', () => {
    client.subscribe([`/${productKey}/${deviceName}/user/get`, `${sys}/thing/service/property/set`]);
});
client.on('message', (topic, payload) => {
    if (topic === `${sys}/thing/service/property/set`) {
        const answer = { id: JSON.parse(payload).id, code: 200, data: {} };
        client.publish(`${sys}/thing/service/property/set_reply`, JSON.stringify(answer));
    }
});

setInterval(() => {
    id += 1;
    const request = {
        id: String(id), version: '1.0', params: { Power: id % 2 }, method: 'thing.event.property.post',
    };
    client.publish(`${sys}/thing/event/property/post`, JSON.stringify(request), { qos: 1 });
}, 2000);

process.on('SIGTERM', () => client.end(() => process.exit(0)));
