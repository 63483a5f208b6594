// Runs one request of a test, { operation, arguments }, and says what came of it: { operation, ok, result or error }.
export async function run(operations, request, milliseconds = 20000) {
    const { operation } = request;
    let timer;
    try {
        if (!operations[operation]) throw new Error(`There is no operation '${operation}'.`);
        const late = new Promise((_, reject) => {
            timer = setTimeout(() => reject(new Error(`No answer within ${milliseconds} ms.`)), milliseconds);
        });
        const result = await Promise.race([operations[operation](...request.arguments ?? []), late]);
        return { operation, ok: true, result: result ?? null };
    } catch (error) {
        return { operation, ok: false, error: describe(error) };
    } finally {
        clearTimeout(timer);
    }
}

// The events of a connection go to the inbox; what a client of MQTT.js and the devices of both SDKs have in common.
export function watch(source, inbox) {
    for (const name of ['connect', 'close', 'offline', 'reconnect']) source.on(name, () => inbox.put(name, true));
    // The SDKs give the arguments of the event as one array.
    source.on('error', (error) => inbox.put('error', describe([error].flat()[0])));
    source.on('message', (topic, payload) => inbox.put('message', { topic, payload: payload.toString() }));
    return new Promise((resolve, reject) => {
        source.once('connect', () => resolve(true));
        source.once('error', (error) => reject([error].flat()[0]));
    });
}

// What takes a callback (error, result) at its end: publish, subscribe, unsubscribe and end.
export function call(source, method, rest) {
    return new Promise((resolve, reject) => {
        source[method](...rest, (error, result) => error ? reject(error) : resolve(granted(result)));
    });
}

// Of a SUBACK the topics and what was granted; nothing else that MQTT.js hands over is a result.
function granted(result) {
    return Array.isArray(result) ? result.map(({ topic, qos }) => ({ topic, qos })) : null;
}

function describe(error) {
    return error instanceof Error ? `${error.message}${error.code === undefined ? '' : ` (${error.code})`}` : String(error);
}
