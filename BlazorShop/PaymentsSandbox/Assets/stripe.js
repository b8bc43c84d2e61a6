// A stand-in for Stripe.js of the trains dahlia and endive: the few functions a shop with embedded Checkout uses.
(() => {
    "use strict";

    const address = new URL(document.currentScript.src);
    const origin = address.origin;
    // ?train=basil serves the older shape, in which the function still had its first name.
    const isBasil = address.searchParams.get("train") === "basil";
    let current = null;

    class IntegrationError extends Error {
        constructor(message) {
            super(message);
            this.name = "IntegrationError";
        }
    }

    const gone = () => new IntegrationError(
        "This Embedded Checkout instance has been destroyed and can't be used anymore. Please create a new one.");

    class EmbeddedCheckout {
        #secret; #onComplete; #frame = null; #destroyed = false; #listen;

        constructor(secret, onComplete) {
            this.#secret = secret;
            this.#onComplete = onComplete;
            this.#listen = event => this.#hear(event);
            window.addEventListener("message", this.#listen);
        }

        mount(where) {
            if (this.#destroyed) throw gone();
            const host = typeof where === "string" ? document.querySelector(where) : where;
            if (!host) throw new IntegrationError(
                `Invalid DOM element: Embedded Checkout could not be mounted because ${where} was not found.`);
            this.unmount();
            const frame = document.createElement("iframe");
            frame.title = "Secure payment input frame";
            frame.name = "sandbox-embedded-checkout";
            frame.allow = "payment *";
            frame.src = `${origin}/sandbox/checkout/${encodeURIComponent(this.#secret.split("_secret_")[0])}`;
            frame.style.cssText = "display:block;width:100%;min-width:100%;height:480px;border:0;overflow:hidden;color-scheme:normal;background:transparent";
            host.replaceChildren(frame);
            this.#frame = frame;
        }

        unmount() {
            if (this.#destroyed) throw gone();
            this.#frame?.remove();
            this.#frame = null;
        }

        destroy() {
            this.unmount();
            this.#destroyed = true;
            window.removeEventListener("message", this.#listen);
            if (current === this) current = null;
        }

        #hear(event) {
            if (!this.#frame || event.origin !== origin || event.source !== this.#frame.contentWindow) return;
            const message = event.data ?? {};
            switch (message.type) {
                case "sandbox-checkout:ready":
                    this.#frame.contentWindow.postMessage({ type: "sandbox-checkout:secret", secret: this.#secret }, origin);
                    break;
                case "sandbox-checkout:height":
                    this.#frame.style.height = `${Math.ceil(Number(message.height) || 0)}px`;
                    break;
                case "sandbox-checkout:complete":
                    if (message.returnUrl) window.location.assign(message.returnUrl);
                    else this.#onComplete?.();
                    break;
                case "sandbox-checkout:scroll":
                    this.#frame.scrollIntoView({ block: "nearest" });
                    break;
            }
        }
    }

    async function createEmbeddedCheckoutPage(options = {}) {
        if (current) throw new IntegrationError("You cannot have multiple Embedded Checkout objects.");
        if (typeof options.fetchClientSecret !== "function" && typeof options.clientSecret !== "string")
            throw new IntegrationError("You must provide either fetchClientSecret or clientSecret to createEmbeddedCheckoutPage().");
        // Taken before anything is awaited: two creations at once must not both succeed.
        const place = current = {};
        try {
            const secret = options.clientSecret ?? await options.fetchClientSecret();
            if (typeof secret !== "string" || !/^cs_[A-Za-z0-9_]+_secret_/.test(secret))
                throw new IntegrationError("The client secret is not that of a Checkout Session.");
            return current = new EmbeddedCheckout(secret, options.onComplete);
        } catch (error) {
            if (current === place) current = null;
            throw error;
        }
    }

    function Stripe(publishableKey) {
        if (typeof publishableKey !== "string" || !/^pk_/.test(publishableKey))
            throw new IntegrationError("Please call Stripe() with your publishable key. You used an empty string or another kind of key.");
        if (isBasil) return { initEmbeddedCheckout: createEmbeddedCheckoutPage, registerAppInfo() { } };
        return {
            createEmbeddedCheckoutPage,
            initEmbeddedCheckout() {
                throw new IntegrationError(
                    "stripe.initEmbeddedCheckout() has been removed. Please use stripe.createEmbeddedCheckoutPage() instead.");
            },
            registerAppInfo() { },
        };
    }
    Stripe.version = isBasil ? "basil" : "endive";
    window.Stripe = Stripe;
})();
