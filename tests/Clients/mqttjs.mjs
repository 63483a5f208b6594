import { call, watch } from './operations.mjs';

// MQTT.js as a device: it knows nothing of the platform, so the test says every topic and payload.
export function mqttOperations(mqtt, inbox) {
    let client;
    return {
        connect(url, options) {
            client = mqtt.connect(url, { protocolVersion: 4, reconnectPeriod: 0, ...options });
            return watch(client, inbox);
        },

        call: (method, ...rest) => call(client, method, rest),

        // Publishes the payload for each message below the request topic, where the rest of that topic says to whom: RRPC.
        serve: async (request, response, payload) => {
            client.on('message', (topic) => {
                if (topic.startsWith(request)) client.publish(response + topic.slice(request.length), payload);
            });
        },

        // What a notice of the cloud points to; a page may not, for want of the emulator's authority.
        download: async (url) => {
            const response = await fetch(url);
            if (!response.ok) throw new Error(`${url} was answered with ${response.status}.`);
            return response.text();
        },

        connected: async () => client.connected,
        take: (name, milliseconds) => inbox.take(name, milliseconds),
    };
}
