// What the form knows of a returning buyer: their cards, and the billing details that belong to each.

const $ = id => document.getElementById(id);
const regions = new Intl.DisplayNames(["en"], { type: "region" });
const title = word => `${word[0].toUpperCase()}${word.slice(1)}`;

function choice(card, isFirst) {
    const label = document.createElement("label");
    label.className = "method";
    const radio = Object.assign(document.createElement("input"), { type: "radio", name: "method", value: card.id, checked: isFirst });
    const text = document.createElement("span");
    text.textContent = `${title(card.brand)} •••• ${card.last4}`;
    const expires = document.createElement("span");
    expires.className = "note";
    expires.textContent = card.expires;
    label.append(radio, text, expires);
    return label;
}

export const renderCards = cards => $("saved-cards").replaceChildren(...cards.map((card, i) => choice(card, i === 0)));

/** Whose the chosen saved card is, and where its bills go. */
export function renderBilling(card) {
    $("saved-billing").hidden = !card;
    if (!card) return;
    const { name, address } = card.billing;
    const place = [address.postal_code, address.city].filter(Boolean).join(" ");
    const lines = [name, address.line1, address.line2, place, address.state, address.country && regions.of(address.country)];
    $("saved-billing-text").textContent = lines.filter(Boolean).join(", ");
}

/** Begins the fields of another card with what is known. */
export function prefillBilling(billing) {
    const fill = (id, value) => $(id).value ||= value ?? "";
    fill("name", billing?.name);
    fill("postal", billing?.address?.postal_code);
    fill("billingLine1", billing?.address?.line1);
    fill("billingCity", billing?.address?.city);
    fill("billingState", billing?.address?.state);
}
