import { call, watch } from './operations.mjs';

// The platform's own SDKs: alibabacloud-iot-device-sdk, and aliyun-iot-device-sdk, which it succeeded. A device of either
// is driven by the same calls.
export function sdkOperations(iot, inbox) {
    // What the requests below are for: the device or gateway itself, or a sub-device after 'turnTo'.
    let device;
    let connection;
    const subDevices = {};
    return {
        // kind: what the SDK makes, 'device' or 'gateway'.
        connect(options, kind = 'device') {
            device = connection = iot[kind](options);
            return watch(device, inbox);
        },

        // Registration over HTTPS: a device that has no secret yet.
        register: (options) => new Promise((resolve) => {
            iot.register(options, resolve);
        }),

        // Logs a sub-device in; the reply. Its events go to the inbox.
        login: (triple) => new Promise((resolve) => {
            const subDevice = connection.login(triple, resolve);
            subDevices[triple.deviceName] = subDevice;
            subDevice.on('connect', () => inbox.put(`${triple.deviceName} connect`, true));
            subDevice.on('error', (error) => inbox.put(`${triple.deviceName} error`, error));
        }),

        turnTo: async (name) => {
            device = name ? subDevices[name] : connection;
        },

        // One of the SDK's requests; its callback gets the platform's reply.
        request: (method, ...rest) => new Promise((resolve) => {
            device[method](...rest, resolve);
        }),

        // What the SDK takes without a callback.
        tell: async (method, ...rest) => {
            device[method](...rest);
        },

        // What the cloud sends to a callback that was registered once goes to the inbox.
        listen: async (method, ...rest) => {
            device[method](...rest, (message) => inbox.put(method, message));
        },

        // Answers a service with data: 'async' on its reply topic, 'sync' as RRPC.
        serve: async (service, data, kind = 'async') => {
            device.onService(service, (message, reply) => {
                inbox.put('onService', message);
                const answer = { id: message.id, code: 200, data };
                if (reply) {
                    reply(answer, kind);
                } else {
                    // The older SDK leaves the answer to its user.
                    const { productKey, deviceName } = device.model;
                    const topic = `/sys/${productKey}/${deviceName}/thing/service/${service}_reply`;
                    device.publish(topic, JSON.stringify(answer));
                }
            });
        },

        call: (method, ...rest) => call(device, method, rest),
        connected: async () => device.connected,
        take: (name, milliseconds) => inbox.take(name, milliseconds),
    };
}
