// Adds a passkey to the form around <passkey-submit>: on its button, and on the sign-in page also from the browser's own
// list of accounts. Everything else on the form works without this file.

const supported =
    typeof navigator.credentials !== 'undefined' &&
    typeof window.PublicKeyCredential?.parseCreationOptionsFromJSON === 'function' &&
    typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function';

async function fetchOptions(url, headers, signal) {
    const response = await fetch(url, { method: 'POST', credentials: 'include', headers, signal });
    if (!response.ok) {
        throw new Error(`The server answered ${response.status}.`);
    }
    return response.json();
}

async function createCredential(headers, signal) {
    const options = await fetchOptions('/Account/PasskeyCreationOptions', headers, signal);
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), signal });
}

async function requestCredential(mediation, headers, signal) {
    const options = await fetchOptions('/Account/PasskeyRequestOptions', headers, signal);
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), mediation, signal });
}

class PasskeySubmit extends HTMLElement {
    static formAssociated = true;

    connectedCallback() {
        this.internals = this.attachInternals();
        this.internals.form.addEventListener('submit', event => {
            if (event.submitter?.name === '__passkeySubmit') {
                event.preventDefault();
                this.submitCredential();
            }
        });
        // A page that the browser kept and shows again has its form still to send.
        this.shown = () => { this.sent = false; };
        window.addEventListener('pageshow', this.shown);
        this.offerInAutofill();
    }

    disconnectedCallback() {
        window.removeEventListener('pageshow', this.shown);
        this.abort?.abort();
    }

    obtain(mediation, signal) {
        const headers = { [this.getAttribute('request-token-name')]: this.getAttribute('request-token-value') };
        return this.getAttribute('operation') === 'Create' ? createCredential(headers, signal) : requestCredential(mediation, headers, signal);
    }

    async submitCredential(mediation) {
        // The form is on its way: the same credential a second time would be a second login.
        if (this.sent) {
            return;
        }
        this.abort?.abort();
        this.abort = new AbortController();
        const name = this.getAttribute('name');
        const data = new FormData();
        try {
            if (!supported) {
                throw new DOMException('', 'NotSupportedError');
            }
            data.append(`${name}.CredentialJson`, JSON.stringify(await this.obtain(mediation, this.abort.signal)));
        } catch (error) {
            // A newer try replaced this one, or nobody asked for it: the person has nothing to read.
            if (error.name === 'AbortError' || mediation) {
                return;
            }
            const reason = { NotAllowedError: 'refused', InvalidStateError: 'refused', NotSupportedError: 'unsupported' }[error.name];
            data.append(`${name}.Error`, reason ?? 'failed');
        }
        this.sent = true;
        this.internals.setFormValue(data);
        this.internals.form.submit();
    }

    async offerInAutofill() {
        if (supported && this.getAttribute('operation') === 'Request' && (await PublicKeyCredential.isConditionalMediationAvailable?.())) {
            await this.submitCredential('conditional');
        }
    }
}

if (!customElements.get('passkey-submit')) {
    customElements.define('passkey-submit', PasskeySubmit);
}
