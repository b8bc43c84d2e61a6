// The payment form inside the frame. It learns the client secret from the page that mounted it and talks only to its own origin.
import { cardErrors, fillCountries, needsPostalCode, needsState, showErrors, spaceAccount, spaceCardNumber, spaceExpiry } from "/sandbox/assets/checkout-fields.js";
import { dress } from "/sandbox/assets/checkout-look.js";
import { prefillBilling, renderBilling, renderCards } from "/sandbox/assets/checkout-saved.js";

const $ = id => document.getElementById(id);
const id = location.pathname.split("/").pop();
const isFramed = window.parent !== window;
let secret = null;
let view = null;

const tell = message => isFramed && window.parent.postMessage(message, location.origin);

async function ask(what, body) {
    const response = await fetch(`/sandbox/checkout/${id}/${what}`, {
        method: body === undefined ? "GET" : "POST",
        headers: { "X-Checkout-Client-Secret": secret, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: "no-store",
    });
    if (!response.ok) throw new Error(`The form got the answer ${response.status}.`);
    return response.json();
}

function show(part) {
    for (const name of ["loading", "closed", "challenge", "form"]) $(name).hidden = name !== part;
}

function close(title, text, mark) {
    $("closed-title").textContent = title;
    $("closed-text").textContent = text;
    $("closed-mark").textContent = mark;
    $("closed").dataset.mark = mark;
    show("closed");
    tell({ type: "sandbox-checkout:scroll" });
}

function closeAs(status) {
    if (status === "complete")
        close("Payment received", "This checkout is complete. There's nothing left to pay.", "✓");
    else if (status === "expired")
        close("This checkout has expired", "Go back to the shop and start the payment again. You haven't been charged.", "!");
    else
        close("Something went wrong", "This checkout session couldn't be loaded. You haven't been charged.", "!");
}

const payLabel = () => view.mode === "setup" ? "Save card" : view.mode === "subscription" ? `Pay ${view.total} and subscribe` : `Pay ${view.total}`;

const chosen = () => document.querySelector("input[name=method]:checked")?.value ?? "card";

function render() {
    if (view.status !== "open") return closeAs(view.status);
    const isSetup = view.mode === "setup";
    $("total").textContent = $("sum-amount").textContent = view.total ?? "";
    $("summary").hidden = isSetup;
    $("lines").replaceChildren(...view.lines.map(renderLine));
    $("pay").textContent = payLabel();

    $("email-fixed").hidden = !view.email_locked;
    $("email-field").hidden = view.email_locked;
    $("email-text").textContent = view.email ?? "";
    $("email").value ||= view.email ?? "";
    $("phone-field").hidden = !view.phone;
    fillCountries($("country"), view.billing?.address?.country ?? "FR");
    prefillBilling(view.billing);
    $("billing-address").hidden = !view.billing_required;
    renderShipping();
    renderSaved();
    $("card-choice").hidden = !view.card;
    $("bank-choice").hidden = !view.bank;
    choose();
    if (view.challenge) return challenge("");
    show("form");
}

function renderLine(line) {
    const item = document.createElement("li");
    item.className = "line";
    const what = document.createElement("span");
    what.textContent = line.name;
    const detail = document.createElement("small");
    detail.textContent = line.quantity > 1 ? `Qty ${line.quantity}, ${line.each} each` : "";
    what.append(detail);
    const amount = document.createElement("span");
    amount.textContent = line.amount;
    item.append(what, " ", amount);
    return item;
}

function renderShipping() {
    $("shipping").hidden = !view.shipping;
    if (!view.shipping) return;
    const { countries, name, address } = view.shipping;
    fillCountries($("shippingCountry"), address?.country, countries);
    $("shippingName").value ||= name ?? "";
    $("shippingLine1").value ||= address?.line1 ?? "";
    $("shippingLine2").value ||= address?.line2 ?? "";
    $("shippingCity").value ||= address?.city ?? "";
    $("shippingPostal").value ||= address?.postal_code ?? "";
    $("shippingState").value ||= address?.state ?? "";
}

function renderSaved() {
    renderCards(view.saved);
    if (view.saved.length === 0) $(view.card ? "method-card" : "method-bank").checked = true;
}

function choose() {
    const method = chosen();
    $("card-body").hidden = method !== "card";
    $("bank-body").hidden = method !== "bank";
    $("billing").hidden = method !== "card" && method !== "bank";
    renderBilling(view.saved.find(card => card.id === method));
    $("save-field").hidden = !(view.can_save && method === "card");
    $("name-label").textContent = method === "bank" ? "Account holder name" : "Cardholder name";
    $("name").placeholder = method === "bank" ? "Full name" : "Full name on card";
    $("postal-field").hidden = !needsPostalCode($("country").value) && !view.billing_required;
    $("state-field").hidden = !needsState($("country").value);
}

function filledIn() {
    const method = chosen();
    const isSaved = method !== "card" && method !== "bank";
    const value = name => $(name).value.trim();
    return {
        method: isSaved ? "saved" : method,
        paymentMethod: isSaved ? method : null,
        number: value("number"), expiry: value("expiry"), cvc: value("cvc"), account: value("account"),
        name: value("name"), country: value("country"), postalCode: $("postal-field").hidden ? null : value("postal"),
        email: value("email"), phone: value("phone"), save: $("save").checked && !$("save-field").hidden,
        billing: view.billing_required
            ? { line1: value("billingLine1"), city: value("billingCity"), state: $("state-field").hidden ? null : value("billingState"), postalCode: value("postal"), country: value("country") } : null,
        shipping: view.shipping ? {
            name: value("shippingName"), line1: value("shippingLine1"), line2: value("shippingLine2"), city: value("shippingCity"),
            state: value("shippingState"), postalCode: value("shippingPostal"), country: value("shippingCountry"),
        } : null,
    };
}

function busy(on) {
    for (const button of document.querySelectorAll("button")) button.disabled = on;
    $("pay").textContent = on ? "Processing…" : payLabel();
    $("form").setAttribute("aria-busy", String(on));
}

function say(message) {
    $("alert").textContent = message;
    if (message) $("alert").scrollIntoView({ block: "nearest" });
}

function challenge(last4) {
    $("challenge-text").textContent =
        `Your bank wants to confirm that it's you paying${last4 ? ` with the card ending in ${last4}` : ""}. In test mode, you decide what happens.`;
    show("challenge");
    $("challenge-title").focus();
    tell({ type: "sandbox-checkout:scroll" });
}

function answer(reply) {
    say("");
    switch (reply.result) {
        case "complete":
            closeAs("complete");
            if (isFramed) tell({ type: "sandbox-checkout:complete", returnUrl: reply.return_url });
            else if (reply.return_url) location.assign(reply.return_url);
            break;
        case "challenge":
            challenge(reply.last4);
            break;
        case "declined":
            show("form");
            say(reply.message);
            break;
        case "invalid":
            show("form");
            if (reply.errors.method) say(reply.errors.method);
            showErrors(reply.errors)?.focus();
            break;
        default:
            reply.status === "open" ? load() : closeAs(reply.status);
    }
}

async function attempt(what, body) {
    busy(true);
    try {
        const reply = await ask(what, body);
        busy(false);
        answer(reply);
    } catch {
        busy(false);
        show("form");
        say("We couldn't reach the payment service. Check your connection and try again.");
    }
}

async function load() {
    try {
        view = await ask("state");
        dress(view.branding);
        render();
    } catch {
        closeAs("unknown");
    }
}

$("form").addEventListener("submit", event => {
    event.preventDefault();
    say("");
    const payment = filledIn();
    const first = showErrors(payment.method === "card" ? cardErrors(payment.number, payment.expiry, payment.cvc) : {});
    if (first) first.focus();
    else attempt("pay", payment);
});
$("form").addEventListener("change", choose);
$("number").addEventListener("input", event => event.target.value = spaceCardNumber(event.target.value));
$("expiry").addEventListener("input", event =>
    event.target.value = spaceExpiry(event.target.value, event.inputType?.startsWith("delete")));
$("account").addEventListener("change", event => event.target.value = spaceAccount(event.target.value));
$("authenticate").addEventListener("click", () => attempt("authenticate?succeed=true", {}));
$("refuse").addEventListener("click", () => attempt("authenticate?succeed=false", {}));
new ResizeObserver(() => tell({ type: "sandbox-checkout:height", height: $("checkout").getBoundingClientRect().height })).observe($("checkout"));

if (isFramed) {
    window.addEventListener("message", event => {
        if (event.origin !== location.origin || event.source !== window.parent || event.data?.type !== "sandbox-checkout:secret" || secret) return;
        secret = event.data.secret;
        load();
    });
    tell({ type: "sandbox-checkout:ready" });
} else {
    // As a page of its own (ui_mode hosted_page) the secret comes in the fragment, which no server sees.
    secret = location.hash.slice(1);
    document.documentElement.classList.add("page");
    load();
}
