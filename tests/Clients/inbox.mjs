// What came in from the emulator, by the name of the event or method, in order, until a test takes it.
export class Inbox {
    #items = new Map();
    #waiting = new Map();

    put(name, item) {
        const next = this.#of(this.#waiting, name).shift();
        if (next) next(item);
        else this.#of(this.#items, name).push(item);
    }

    // The oldest item of that name; rejects when none comes in time.
    take(name, milliseconds = 10000) {
        const items = this.#of(this.#items, name);
        if (items.length > 0) return Promise.resolve(items.shift());
        return new Promise((resolve, reject) => {
            const waiting = this.#of(this.#waiting, name);
            const timer = setTimeout(() => {
                waiting.splice(waiting.indexOf(taken), 1);
                reject(new Error(`No '${name}' within ${milliseconds} ms.`));
            }, milliseconds);
            const taken = (item) => {
                clearTimeout(timer);
                resolve(item);
            };
            waiting.push(taken);
        });
    }

    #of(lists, name) {
        if (!lists.has(name)) lists.set(name, []);
        return lists.get(name);
    }
}
