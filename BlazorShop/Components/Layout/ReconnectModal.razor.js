// What to do when the circuit is lost. A page whose payment form is open is never reloaded and never covered.
const bar = document.getElementById("components-reconnect-modal");
const retryEvery = 5000;
let timer = 0;
let full = false;

// SignalR asks for a connection by fetch, and a refusal of it has no event of its own: too many pages are open already.
const ask = window.fetch;
window.fetch = async (...request) => {
    const answer = await ask(...request);
    if (answer.status === 429 && new URL(answer.url).pathname === "/_blazor/negotiate") {
        full = true;
        bar.dataset.state = "full";
    }
    return answer;
};

const isPaying = () => document.getElementById("embedded-checkout") !== null;

function say(state) {
    if (state === null) {
        delete bar.dataset.state;
    } else {
        bar.dataset.state = isPaying() ? "paying" : state;
    }
}

function reload() {
    if (isPaying()) {
        say("paying");
    } else {
        location.reload();
    }
}

async function retry() {
    clearTimeout(timer);
    full = false;
    try {
        // True: as before. False: the server is there but no longer knows the circuit. Throws: nobody answers.
        if (await Blazor.reconnect() || await Blazor.resumeCircuit()) {
            say(null);
        } else {
            reload();
        }
    } catch {
        say(full ? "full" : "failed");
        timer = setTimeout(retry, retryEvery);
    }
}

async function resume() {
    try {
        if (await Blazor.resumeCircuit()) {
            say(null);
        } else {
            reload();
        }
    } catch {
        say(full ? "full" : "failed");
        timer = setTimeout(retry, retryEvery);
    }
}

bar.addEventListener("components-reconnect-state-changed", event => {
    switch (event.detail.state) {
        case "hide":
            clearTimeout(timer);
            say(null);
            break;
        case "failed":
            say("failed");
            timer = setTimeout(retry, retryEvery);
            break;
        case "rejected":
            // Not "retrying": the circuit is gone for good; a fresh page has everything, since the cart is in the database.
            reload();
            break;
        case "paused":
        case "resume-failed":
            say("paused");
            break;
        case "retrying":
            say("retrying");
            break;
        default:
            say("show");
    }
});

document.getElementById("components-reconnect-button").addEventListener("click", retry);
document.getElementById("components-resume-button").addEventListener("click", resume);
document.getElementById("components-reload-button").addEventListener("click", reload);
document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && bar.dataset.state === "failed") {
        retry();
    }
});
