import { call, watch } from './operations.mjs';

// The platform's own SDKs: alibabacloud-iot-device-sdk, and aliyun-iot-device-sdk, which it succeeded. A device of either
// is driven by the same calls.
export function sdkOperations(iot, inbox) {
    let device;
    return {
        // kind: what the SDK makes, 'device' or 'gateway'.
        connect(options, kind = 'device') {
            device = iot[kind](options);
            return watch(device, inbox);
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
