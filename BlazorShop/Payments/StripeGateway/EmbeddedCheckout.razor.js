// Stripe allows one embedded form at a time, creates it asynchronously, and throws when a second one appears or the same one
// is destroyed twice. So every create and destroy waits in one queue, and a form that arrives too late is destroyed at once.

const scriptTimeout = 20_000;

let queue = Promise.resolve();
let generation = 0;
let current = null;

/** Answers 'mounted', 'superseded', 'script' (Stripe.js did not load) or 'failed'. */
export function mount(host, options, component) {
    const mine = ++generation;
    return enqueue(async () => {
        destroyCurrent();
        if (mine !== generation)
            return 'superseded';
        let stripe;
        try {
            stripe = (await loadStripe(options.jsUrl))(options.publishableKey);
        } catch (error) {
            console.warn('Stripe.js did not load.', error?.message);
            return 'script';
        }
        try {
            // The newer name first: under the older one newer scripts keep a stub that throws.
            const create = stripe.createEmbeddedCheckoutPage ?? stripe.initEmbeddedCheckout;
            const form = await create.call(stripe, {
                fetchClientSecret: async () => options.clientSecret,
                onComplete: () => complete(mine, options.returnUrl, component),
            });
            if (mine !== generation || !host.isConnected) {
                form.destroy();
                return 'superseded';
            }
            current = form;
            form.mount(host);
            return 'mounted';
        } catch (error) {
            console.warn('The payment form could not be opened.', error?.message);
            return 'failed';
        }
    });
}

/** Takes the form away, also one that is still being created. */
export function unmount() {
    generation++;
    return enqueue(destroyCurrent);
}

function enqueue(step) {
    const result = queue.then(step);
    queue = result.catch(() => undefined);
    return result;
}

function destroyCurrent() {
    const form = current;
    current = null;
    form?.destroy();
}

async function complete(mine, returnUrl, component) {
    if (mine !== generation)
        return;
    // The server is told; where its circuit is gone, or does not answer soon, the return page does the same by itself.
    const fallback = setTimeout(() => location.assign(returnUrl), 4_000);
    try {
        await component.invokeMethodAsync('Completed');
        clearTimeout(fallback);
    } catch {
        clearTimeout(fallback);
        location.assign(returnUrl);
    }
}

function loadStripe(url) {
    if (window.Stripe)
        return Promise.resolve(window.Stripe);
    return new Promise((resolve, reject) => {
        const script = document.createElement('script');
        const timer = setTimeout(() => fail(new Error('timeout')), scriptTimeout);
        const fail = error => {
            clearTimeout(timer);
            script.remove();
            reject(error);
        };
        script.src = url;
        script.async = true;
        script.onload = () => {
            clearTimeout(timer);
            if (window.Stripe)
                resolve(window.Stripe);
            else
                fail(new Error('no Stripe in the script'));
        };
        script.onerror = () => fail(new Error('not loaded'));
        document.head.append(script);
    });
}
