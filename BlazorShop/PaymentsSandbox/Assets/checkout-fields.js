// What people type into a payment form: how it is spaced while typing, and what is wrong with it before anything is sent.

const codes = ["AT", "AU", "BE", "BG", "BR", "CA", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IN",
    "IT", "JP", "LT", "LU", "LV", "MT", "MX", "NL", "NO", "NZ", "PL", "PT", "RO", "SE", "SG", "SI", "SK", "US"];
const names = new Intl.DisplayNames(["en"], { type: "region" });

export const needsPostalCode = country => ["US", "CA", "GB"].includes(country);

export const needsState = country => ["AU", "BR", "CA", "ES", "IN", "IT", "JP", "MX", "US"].includes(country);

export function fillCountries(select, selected, only = codes) {
    const options = only.map(code => ({ code, name: names.of(code) ?? code })).sort((a, b) => a.name.localeCompare(b.name, "en"));
    select.replaceChildren(...options.map(({ code, name }) => new Option(name, code)));
    select.value = only.includes(selected) ? selected : options[0]?.code ?? "";
}

const digits = text => text.replace(/\D/g, "");
const isAmex = number => /^3[47]/.test(number);

export function spaceCardNumber(text) {
    const number = digits(text).slice(0, 19);
    if (isAmex(number)) return [number.slice(0, 4), number.slice(4, 10), number.slice(10, 15)].filter(Boolean).join(" ");
    return number.match(/.{1,4}/g)?.join(" ") ?? "";
}

export function spaceExpiry(text, deleting) {
    let value = digits(text).slice(0, 4);
    if (value.length === 1 && value > "1") value = `0${value}`;
    if (value.length < 2 || (value.length === 2 && deleting)) return value;
    return `${value.slice(0, 2)} / ${value.slice(2)}`;
}

export const spaceAccount = text =>
    /^[a-z]{2}/i.test(text.trim()) ? text.replace(/\s/g, "").toUpperCase().match(/.{1,4}/g).join(" ") : text;

function passesCheckDigit(number) {
    let sum = 0;
    [...number].reverse().forEach((character, i) => {
        const digit = Number(character) * (i % 2 ? 2 : 1);
        sum += digit > 9 ? digit - 9 : digit;
    });
    return sum % 10 === 0;
}

/** What is wrong with the card, by field id. The server checks again and decides. */
export function cardErrors(number, expiry, cvc) {
    const errors = {};
    const card = digits(number);
    if (card.length < (isAmex(card) ? 15 : 13)) errors.number = "Your card number is incomplete.";
    else if (!passesCheckDigit(card))
        errors.number = card === "4242424242424241" ? "Your card number is incorrect." : "Your card number is invalid.";
    const [month, year] = [Number(digits(expiry).slice(0, 2)), Number(digits(expiry).slice(2))];
    if (digits(expiry).length !== 4 || month < 1 || month > 12) errors.expiry = "Your card's expiration date is incomplete.";
    else if (new Date(2000 + year, month, 1) <= new Date()) errors.expiry = "Your card's expiration date is in the past.";
    if (digits(cvc).length !== (isAmex(card) ? 4 : 3)) errors.cvc = "Your card's security code is incomplete.";
    return errors;
}

/** Marks fields as wrong and says why beside them; returns the first. */
export function showErrors(errors) {
    for (const old of document.querySelectorAll(".error")) old.remove();
    for (const field of document.querySelectorAll("[aria-invalid]")) {
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
    }
    let first = null;
    for (const [id, message] of Object.entries(errors)) {
        const field = document.getElementById(id);
        if (!field) continue;
        const text = document.createElement("p");
        text.className = "error";
        text.id = `${id}-error`;
        text.textContent = message;
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", text.id);
        field.parentElement.append(text);
        if (!first || field.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING) first = field;
    }
    return first;
}
