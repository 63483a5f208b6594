// node sdk.mjs <package> <url> <product key> <device name>, the secret in DEVICE_SECRET: a device on one of the platform's own
// SDKs for JavaScript, with its defaults.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../tests/Clients/', import.meta.url));
const [name, brokerUrl, productKey, deviceName] = process.argv.slice(2);
const iot = require(name);
const device = iot.device({ productKey, deviceName, deviceSecret: process.env.DEVICE_SECRET, brokerUrl });

device.on('error', (error) => console.error(error.message));
device.on('connect', () => device.subscribe(`/${productKey}/${deviceName}/user/get`));

// The newer SDK hands over what is to be set, and leaves the answer to its user.
device.onProps?.((request) => {
    const answer = { id: request.id, code: 200, data: {} };
    device.publish(`/sys/${productKey}/${deviceName}/thing/service/property/set_reply`, JSON.stringify(answer));
});

let power = 0;
setInterval(() => {
    power = 1 - power;
    device.postProps({ Power: power }, () => {});
}, 2000);

process.on('SIGTERM', () => {
    device.end();
    setTimeout(() => process.exit(0), 500);
});
